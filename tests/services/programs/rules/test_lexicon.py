import tomllib
from importlib.resources import files

import pytest

from services.programs.rules.lexicon import Lexicon
from services.programs.rules.words import search_text
from tests.services.programs.rules.field import LEXICON, VOCABULARY


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("изо", {"рисование", "живопись"}),
        ("рисования", {"рисование", "живопись"}),
        ("айти", {"программирование", "информатика", "python"}),
        ("бассейн", {"плавание", "бассейн"}),
        ("единоборства", {"единоборство", "самбо", "дзюдо", "карате", "бокс", "борьба"}),
        ("chess", {"шахматы"}),
        ("плавать", {"плавание"}),
        ("рукоделие", {"вышивка", "вязание", "бисер", "шитье"}),
        ("дошкольная подготовка", {"подготовка школа"}),
        ("художественной гимнастикой", {"художественный гимнастика"}),
        ("шахматы или лепка", {"шахматы", "лепка"}),
        ("космос", {"астрономия"}),
        ("robots", {"робототехника"}),
    ],
)
def test_a_word_finds_what_means_the_same(word: str, found: set[str]) -> None:
    assert found <= set(LEXICON.alternatives(word))


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("карате", "дзюдо"),
        ("футбол", "спорт"),
        ("астрономия", "космос"),
        ("самбо", "единоборство"),
        ("шахматы", "шашка"),
    ],
)
def test_a_word_does_not_find_what_is_only_near(word: str, other: str) -> None:
    assert other not in LEXICON.alternatives(word)


def test_what_covers_a_word_is_another_thing() -> None:
    assert "единоборство" not in LEXICON.alternatives("айкидо")
    assert not LEXICON.finds("айкидо")
    assert "единоборство" in LEXICON.wider("айкидо")
    assert LEXICON.wider("самбо") == ("борьба", "единоборство")
    assert LEXICON.wider("шахматы") == ()


def test_own_forms_come_first_even_if_the_index_has_them_not() -> None:
    assert LEXICON.alternatives("квантовой") == ("квантовый",)
    assert LEXICON.alternatives("живопись")[0] == "живопись"


def test_a_negated_word_forbids_what_it_covers_but_not_what_is_wanted() -> None:
    assert {"единоборство", "самбо", "бокс"} <= set(LEXICON.banned("единоборства"))
    assert "единоборство" not in LEXICON.banned("самбо")
    assert "живопись" in LEXICON.banned("рисование")
    assert LEXICON.banned("живопись", wanted=("рисование",)) == ("живопись",)
    assert {"бальный танец", "бальный"} <= set(LEXICON.banned("бальные танцы"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("работотехника", "робототехника"),
        ("матиматика", "математика"),
        ("шахмотами", "шахматы"),
        ("футбл", "футбол"),
        ("баскедбол", "баскетбол"),
        ("хариография", "хореография"),
        ("рисавание", "рисование"),
        ("шхаматы", "шахматы"),
        ("фигурноекатание", "фигурное катание"),
        ("kompyuter", "компьютер"),
        ("robototehnika", "робототехника"),
        ("shahmaty", "шахматы"),
        ("plavaniye", "плавание"),
        ("hj,jnjnt[ybrf", "робототехника"),
        ("hjj,jnjntybrf", "робототехника"),
        ("nfyws", "танцы"),
        ("кщищешсы", "robotics"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert LEXICON.correct(typed) == meant


@pytest.mark.parametrize(
    "word",
    ["робототехника", "шахматами", "балет", "изо", "ракета", "верблюд", "суахили", "ы", "", "xyz", "абв", "ъ" * 500],
)
def test_a_right_word_and_a_strange_one_stay(word: str) -> None:
    assert LEXICON.correct(word) is None


def test_a_real_word_is_mended_only_to_a_frequent_one() -> None:
    assert Lexicon({"ракетка": 2}).correct("раковка") is None
    assert Lexicon({"отвар": 2}).correct("отвал") is None
    assert Lexicon({"отвар": 9}).correct("отвал") == "отвар"


def test_of_two_near_words_the_better_known_wins() -> None:
    assert Lexicon({"вакал": 1, "вокал": 1}).correct("вцкал") == "вокал"
    assert Lexicon({"кроквет": 1, "крокзет": 9}).correct("крокжет") == "крокзет"


def test_pairs_of_the_staff_work_both_ways() -> None:
    lexicon = Lexicon(VOCABULARY, extra=[("Ментейка", "ментальная арифметика"), ("сказочники", "театр"), ("", "театр")])
    assert "театр" in lexicon.alternatives("сказочникам")
    assert lexicon.knows("ментейка")
    assert "театр" not in LEXICON.alternatives("сказочники")


def test_an_empty_index_finds_nothing_and_forbids_little() -> None:
    empty = Lexicon({})
    assert empty.alternatives("шахматы") == ("шахматы",)
    assert not empty.finds("шахматы")
    assert empty.correct("шахмоты") == "шахматы"


def test_the_list_of_the_field_is_long_and_whole() -> None:
    told = tomllib.loads(files("services.programs").joinpath("synonyms.toml").read_text(encoding="utf-8"))
    assert len(told["same"]) >= 150
    lexicon = Lexicon(dict.fromkeys(search_text(*told["same"], *told["covers"]).split(), 1))
    for line in told["same"]:
        for term in line.split(", "):
            assert lexicon.is_term(term), term
    for wide, narrow in told["covers"].items():
        for term in (wide, *narrow.split(", ")):
            assert lexicon.is_term(term), term
    for line in told["hints"].values():
        for term in line.split(", "):
            assert lexicon.is_term(term), term
