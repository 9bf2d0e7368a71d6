from dataclasses import fields, replace
from datetime import date

import pytest

from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.rules.lexicon import Lexicon
from services.programs.rules.sentence import LONGEST_QUERY
from services.programs.rules.topics import MOST_WORDS
from services.programs.rules.wish import Wish, dump, less, load, parts, relaxations, understand, warm
from tests.services.programs.rules import sentences
from tests.services.programs.rules.field import LEXICON, PLACES, VOCABULARY

TODAY = date(2026, 9, 1)
FULL = Wish(
    words=("робототехника", "шахматы или шашки"),
    without=("бальные танцы",),
    ages=(8, 9),
    weekdays=(0, 5),
    after=600,
    before=1080,
    is_free=True,
    by_certificate=True,
    most_per_month=150_000,
    focus=Focus.TECH,
    form=StudyForm.EXTRAMURAL,
    level=Level.START,
    ovz=OvzType.DEAFNESS,
    is_adapted=True,
    near=True,
    place="Кедровка",
    has_seats=True,
    corrected=(("работотехника", "робототехника"),),
)


def read(text: str) -> Wish:
    wish = understand(text, lexicon=LEXICON, places=PLACES, today=TODAY)
    assert wish is not None
    return wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        *(*sentences.WORDS, *sentences.AGES, *sentences.DAYS, *sentences.HOURS, *sentences.MONEY),
        *(*sentences.CONDITIONS, *sentences.NEEDS, *sentences.NEGATIONS, *sentences.SLIPS, *sentences.ENGLISH),
    ],
)
def test_a_sentence_is_understood(text: str, wish: Wish) -> None:
    assert replace(read(text), corrected=()) == wish


@pytest.mark.parametrize("text", ["", "  ", "😀🎨", "%_%", "—…!", "\x00\x00", "\u202e\u2066", "';--"])
def test_a_text_without_words_says_nothing(text: str) -> None:
    assert understand(text, lexicon=LEXICON) is None


def test_what_was_typed_is_told_with_what_it_is_read_as() -> None:
    assert read("работотехника, не футбл").corrected == (("работотехника", "робототехника"), ("футбл", "футбол"))
    assert read("shahmaty po subbotam").corrected == (("shahmaty", "шахматы"),)
    assert read("hjj,jnjntybrf").corrected == (("hjj,jnjntybrf", "робототехника"),)
    assert read("шахматы по суботам").corrected == ()


def test_warming_up_changes_nothing() -> None:
    lexicon = Lexicon(VOCABULARY)
    warm(lexicon)
    assert understand("работотехника", lexicon=lexicon) == read("работотехника")


def test_a_year_of_birth_needs_the_day() -> None:
    without_day = understand("2017 года рождения, футбол", lexicon=LEXICON)
    assert without_day == Wish(words=("футбол",))


def test_a_very_long_text_is_read_in_part() -> None:
    assert read("робот шахматы танцы " * 250).words == ("робот", "шахматы", "танцы")
    assert len(read("вокал театр лепка танцы бокс самбо футбол хоккей теннис гитара физика химия").words) == MOST_WORDS
    assert read("8 " * 2_500 + "футбол").words == ()
    assert read(" " * LONGEST_QUERY + "футбол").words == ("футбол",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('" OR *', ()),
        ("NEAR(шахматы, 5)", ("шахматы",)),
        ("шахматы\x00; DROP TABLE programs;--", ("шахматы",)),
        ("col:шахматы^2 {a b}", ("шахматы",)),
        ("\u202eшах\u200bматы\u202c", ("шахматы",)),
    ],
)
def test_signs_of_query_languages_are_only_signs(text: str, words: tuple[str, ...]) -> None:
    assert set(words) <= set(read(text).words)
    assert all(word.replace(" ", "").isalnum() for word in read(text).words)


def test_every_part_can_be_taken_away() -> None:
    wish = FULL
    for part in parts(FULL):
        assert less(wish, part) != wish, part
        wish = less(wish, part)
        assert part not in parts(wish)
    assert wish == Wish()
    assert less(FULL, "?") == FULL
    assert less(FULL, "word:?") == FULL


def test_parts_are_named() -> None:
    assert parts(Wish()) == ()
    assert set(parts(FULL)) == {
        *("word:робототехника", "word:шахматы или шашки", "without:бальные танцы", "age", "days", "time", "free"),
        *("certificate", "price", "focus", "form", "level", "ovz", "near", "place", "seats"),
    }
    assert parts(replace(Wish(), before=600)) == ("time",)
    assert parts(replace(Wish(), is_adapted=True)) == ("ovz",)


def test_a_correction_goes_with_its_word() -> None:
    assert less(FULL, "word:робототехника").corrected == ()
    assert less(FULL, "age").corrected == FULL.corrected


def test_age_needs_and_negations_are_never_given_up() -> None:
    order = relaxations(FULL)
    assert set(parts(FULL)) - set(order) == {"age", "ovz", "without:бальные танцы"}
    assert order[-1] == "word:робототехника"
    assert relaxations(Wish(ages=(8, 8))) == ()


def test_words_that_the_index_has_not_are_given_up_first() -> None:
    wish = read("квантовые шахматы в субботу")
    assert relaxations(wish, lexicon=LEXICON) == ("word:квантовые", "days", "word:шахматы")
    assert relaxations(wish) == ("days", "word:шахматы", "word:квантовые")


def test_a_wish_is_kept_as_text_and_read_back() -> None:
    assert load(dump(FULL)) == FULL
    assert dump(Wish()) == "{}"
    assert load('{"words":["лыжи"],"colour":"red","ages":[8,9]}') == Wish(words=("лыжи",), ages=(8, 9))
    assert all(load(dump(wish)) == wish for _text, wish in sentences.CONDITIONS)
    for broken in ("[]", "нет", '{"focus":"magic"}'):
        with pytest.raises(ValueError):  # noqa: PT011 (each has its own words)
            load(broken)


def test_every_field_is_a_part() -> None:
    for one in fields(Wish):
        if one.name != "corrected":
            assert len(parts(replace(Wish(), **{one.name: getattr(FULL, one.name)}))) >= 1, one.name
