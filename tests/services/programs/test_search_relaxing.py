"""Nothing is a dead end: what is given up when nothing fits, and what never is."""

from services.programs.models import Focus, OvzType
from services.programs.queries.searching.relaxing import attempts
from services.programs.rules import Lexicon, Wish
from tests.services.programs.test_search import SATURDAY, TUESDAY, Shelf, _titles, shelf

__all__ = ["shelf"]
LEXICON = Lexicon({"шахматы": 5, "единоборство": 5, "танец": 5})


async def test_one_condition_is_given_up_and_named(shelf: Shelf) -> None:
    await shelf.put("Шахматы", {"lessons": SATURDAY, "price": 100_000}, is_payable=False)
    for text, relaxed in (
        ("шахматы во вторник", ("days",)),
        ("бесплатные шахматы", ("free",)),
        ("шахматы после 18:00", ("time",)),
        ("шахматы до 500 рублей", ("price",)),
        ("бесплатные шахматы во вторник", ("days", "free")),
    ):
        found = await shelf.find(text)
        assert (text, _titles(found), found.relaxed, found.items[0].relaxed) == (text, ["Шахматы"], relaxed, relaxed)


async def test_a_wider_topic_comes_before_any_topic(shelf: Shelf) -> None:
    await shelf.put("Единоборства для малышей", focus=Focus.SPORT)
    await shelf.put("Рисование", focus=Focus.ART)
    found = await shelf.find("айкидо 8 лет")
    assert (_titles(found), found.relaxed) == (["Единоборства для малышей"], ("word:айкидо",))


async def test_fewer_words(shelf: Shelf) -> None:
    await shelf.put("Подводные роботы")
    await shelf.put("Роботы")
    exact = await shelf.find("подводные роботы")
    assert (_titles(exact), exact.relaxed) == (["Подводные роботы"], ())
    fewer = await shelf.find("гигантские роботы")
    assert (sorted(_titles(fewer)), fewer.relaxed) == (["Подводные роботы", "Роботы"], ("word:гигантские",))


async def test_a_verb_beside_a_topic_is_given_up_silently(shelf: Shelf) -> None:
    await shelf.put("Акробатика")
    found = await shelf.find("прыгать на батуте")
    assert (_titles(found), found.relaxed) == (["Акробатика"], ())


async def test_age_needs_and_negations_are_never_given_up(shelf: Shelf) -> None:
    await shelf.put("Шахматы", age_from=10, age_to=12)
    await shelf.put("Лепка", {"lessons": TUESDAY}, age_from=3, age_to=4)
    found = await shelf.find("шахматы для ребёнка 3 лет в субботу")
    assert (_titles(found), found.relaxed) == (["Лепка"], ("days", "word:шахматы"))
    assert (await shelf.find("шахматы для глухого 3 лет")).total == 0
    assert _titles(await shelf.find("не лепка, 3 года")) == []


async def test_a_word_that_nobody_knows_does_not_bring_everything(shelf: Shelf) -> None:
    await shelf.put("Шахматы")
    found = await shelf.find("квиддич")
    assert (found.total, found.relaxed) == (0, ())


def test_every_attempt_keeps_what_is_never_given_up() -> None:
    wish = Wish(
        words=("шахматы", "квиддич"), without=("лего",), ages=(8, 8), weekdays=(5,), after=600, is_free=True,
        ovz=OvzType.AUTISM, focus=Focus.SPORT,
    )  # fmt: skip
    tried = list(attempts(wish, LEXICON))
    assert tried[0] == (wish, ())
    assert len({left for left, _given_up in tried}) == len(tried) <= 80
    for left, given_up in tried[1:]:
        assert (left.ages, left.ovz, left.without) == (wish.ages, wish.ovz, wish.without)
        assert given_up
    assert tried[-1][0] == Wish(without=("лего",), ages=(8, 8), ovz=OvzType.AUTISM)
