"""Screens of a list and of its filters: they fit a phone, whatever was typed and whatever the catalogue has."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from aiogram.types import InlineKeyboardButton

from handlers.common.screen import Row
from handlers.common.words import use
from handlers.parent.programs import (
    chips,
    filter_keyboards,
    filter_texts,
    keyboards,
    list_keyboards,
    list_texts,
    near_keyboards,
)
from handlers.parent.programs.asked import HERE, Asked, less, parts
from handlers.parent.programs.chips import Chip, Known
from handlers.parent.programs.filters import choice
from handlers.parent.programs.find_buttons import Chips as ChipsPage
from handlers.parent.programs.find_buttons import Choose, Chosen, Loosen, NearBy, Order, Strict
from handlers.parent.programs.keyboards import GroupCard, Groups, Results
from services.families.queries import ChildView
from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.queries import Card, Facets, Found, Match, Sort
from services.programs.rules import LessonView, Wish
from services.territories.rules import Place

SATURDAY = LessonView(5, "10:00", 90)
DAY = date(2026, 9, 3)
KEY = "f" * 8
BIGGEST = 2**53
CHILDREN = [
    ChildView(BIGGEST - n, 1, "Иванов Христофор Петрович", "Христофор" * 3, date(2018, 5, 14), "none") for n in range(5)
]
KNOWN = Known(CHILDREN, is_named=True, today=DAY, provider="Дом детского творчества «Высота» & Ко" * 3)
LONG = "Художественно-эстетическое <b>развитие</b> & «творчество»: «от идеи до выставки» " * 4
WISH = Wish(
    words=("робототехника", "художественная гимнастика или акробатика", "ы" * 60),
    without=("футбол", "ё" * 60),
    ages=(8, 9),
    weekdays=(0, 1, 2, 3, 4, 5, 6),
    after=17 * 60,
    before=24 * 60,
    is_free=True,
    by_certificate=True,
    most_per_month=123_456_789_00,
    focus=Focus.TOURISM,
    form=StudyForm.EXTRAMURAL,
    level=Level.ADVANCED,
    ovz=OvzType.INTELLECT,
    near=True,
    place="Верхнеландеховское поселение",
    has_seats=True,
    corrected=(("<b>работотехника", "робототехника"), ("гимностика" * 9, "гимнастика"), ("футпол", "футбол")),
)
EVERYTHING = Asked(
    WISH,
    child_id=BIGGEST,
    provider_id=7,
    most_total=10**11,
    place="Верхнеландеховское поселение",
    km=30,
    sort=Sort.DISTANCE,
)


@pytest.fixture(autouse=True, params=["ru", "en"])
def _language(request: pytest.FixtureRequest) -> None:
    use(request.param)


def card(**changes: Any) -> Card:
    facts: dict[str, Any] = {
        "program_id": 3,
        "group_id": 7,
        "title": "Робототехника",
        "age_from": 7,
        "age_to": 10,
        "price": None,
        "is_payable": True,
        "nominal": 1_080_000,
        "capacity": 12,
        "taken": 9,
        "closed_on": None,
        "is_open": True,
        "starts_on": date(2026, 9, 1),
        "groups": 1,
        "match": Match.NAME,
        "lessons": (SATURDAY,),
    }
    return Card(**(facts | changes))


WORST = card(
    group_id=BIGGEST,
    title=LONG,
    age_from=10,
    age_to=17,
    is_payable=False,
    price=12_345_678_90,
    closed_on=DAY,
    groups=120,
    distance_km=28.74,
    lessons=tuple(LessonView(day, "10:00", 90) for day in range(7)),
)


def seen(text: str) -> str:
    """What the eye sees; only the tags of our own."""
    assert not re.search(r"<(?!/?b>)", text)
    return html.unescape(re.sub(r"</?b>", "", text))


def check(rows: tuple[Row, ...] | list[Row]) -> list[InlineKeyboardButton]:
    assert 1 < len(rows) <= 8
    assert all(1 <= len(row) <= 3 for row in rows)
    buttons = [one for row in rows for one in row]
    assert all(len((one.callback_data or "").encode()) <= 64 and one.text.strip() for one in buttons)
    assert all(len(one.text) <= 60 for one in buttons), [one.text for one in buttons]
    return buttons


def data(buttons: list[InlineKeyboardButton], prefix: str) -> list[str]:
    return [one.callback_data or "" for one in buttons if (one.callback_data or "").split(":")[0] == prefix]


# the list


def test_the_longest_page_fits_a_screen() -> None:
    found = Found((WORST,) * 6, 1000, 165, 167, WISH, is_more=True, relaxed=parts(EVERYTHING)[:12])
    named = chips.chips(EVERYTHING, KNOWN)
    text = seen(list_texts.results(found, named, is_lost=True))
    assert len(text) <= 900
    assert all(f"\n{number}. " in text for number in range(1, 7))
    assert text.count("10–17") == 6
    assert "1000+" in text
    buttons = check(list_keyboards.results(found, Results(query=KEY, page=165), named, Sort.DISTANCE, is_here=False))
    assert len(data(buttons, "prgcard")) == 6
    assert GroupCard.unpack(data(buttons, "prgcard")[0]) == GroupCard(group_id=BIGGEST, query=KEY, page=165)


def test_a_short_page_shows_whole_titles() -> None:
    title = "Робототехника: от колеса до манипулятора и обратно"
    text = list_texts.results(Found((card(title=title),) * 3, 3, 0, 1), [])
    assert text.count(title) == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"taken": 12},
        {"closed_on": DAY},
        {"is_open": False},
        {"groups": 2},
        {"is_payable": False, "price": 0},
        {"is_payable": False, "price": 150_000},
        {"is_payable": False, "price": None},
        {"distance_km": 1.24},
        {"lessons": (SATURDAY, LessonView(6, "12:00", 60))},
        {"lessons": ()},
    ],
)
def test_a_line_tells_what_decides(changes: dict[str, Any]) -> None:
    usual, other = (list_texts.entry(1, one, 60) for one in (card(), card(**changes)))
    assert usual != other
    assert " ·  ·" not in other
    assert not other.endswith("· ")


def test_what_was_typed_is_never_markup() -> None:
    wish = Wish(words=("<b>&",), corrected=(("<i>", "<u>"),))
    named = chips.chips(Asked(wish), Known())
    found = Found((card(title="<b>&"),), 1, 0, 1, wish, relaxed=("word:<b>&",))
    assert "&lt;b&gt;&amp;" in list_texts.results(found, named)
    assert "<i>" not in list_texts.results(found, named)
    assert "<b>" not in list_texts.nothing(named, wish, can_give_up=True)
    assert len(seen(list_texts.nothing(chips.chips(EVERYTHING, KNOWN), WISH, can_give_up=True))) <= 900


def test_relaxed_conditions_can_be_asked_for_again() -> None:
    wish = Wish(words=("шахматы",), weekdays=(6,))
    named = chips.chips(Asked(wish), Known())
    found = Found((card(),), 1, 0, 1, wish, relaxed=("days",))
    buttons = check(list_keyboards.results(found, Results(query=KEY), named, Sort.FIT, is_here=False))
    assert data(buttons, "prgall") == [Strict(query=KEY).pack()]
    assert len(data(buttons, "prgless")) == 1
    text = list_texts.results(found, named)
    assert named[1].text in text
    assert (
        text
        != list_texts.results(replace(found, relaxed=("adapted",)), named)
        != list_texts.results(replace(found, relaxed=()), named)
    )


# chips


def test_every_condition_has_a_name_and_goes_alone() -> None:
    asked, names = EVERYTHING, set()
    assert len(parts(asked)) == 20
    for chip in chips.chips(asked, KNOWN):
        assert len(chip.text) <= chips.LONGEST
        names.add(chip.text)
        rest = less(asked, chip.part)
        assert set(parts(asked)) - set(parts(rest)) == {chip.part}
    assert len(names) == 20
    for part in parts(asked):
        asked = less(asked, part)
    assert asked == Asked(km=30)


def test_an_unknown_condition_changes_nothing() -> None:
    for part in ("", "word:", "word:нет", "sort", "km", "ages", "is_free"):
        assert less(EVERYTHING, part) == EVERYTHING


def test_more_chips_than_two_rows_are_behind_more() -> None:
    named = chips.chips(EVERYTHING, KNOWN)
    rows = chips.strip(named, KEY, (), WISH, is_here=True)
    assert [len(row) for row in rows] == [2, 2]
    assert rows[1][1].callback_data == ChipsPage(query=KEY).pack()
    assert f"{len(named) - 3}" in rows[1][1].text
    pages = [check(chips.shelf(named, ChipsPage(query=KEY, page=page), ("days",))) for page in (0, 1, 9)]
    assert sum(len(data(page, "prgless")) + len(data(page, "prgall")) for page in pages[:2]) == 20
    assert pages[1] == pages[2]


def test_signs_stay_right_when_others_have_gone() -> None:
    before = {chip.part: chip.sign for chip in chips.chips(EVERYTHING, KNOWN)}
    after = {chip.part: chip.sign for chip in chips.chips(less(EVERYTHING, "word:робототехника"), KNOWN)}
    assert after.items() < before.items()
    assert len(set(before.values())) == len(before)


def test_near_is_asked_until_there_is_a_place() -> None:
    named: list[Chip] = []
    assert chips.strip(named, KEY, (), Wish(near=True), is_here=False)[0][0].callback_data == NearBy(query=KEY).pack()
    assert chips.strip(named, KEY, (), Wish(near=True), is_here=True) == []


def test_a_desk_that_names_nobody_names_no_child() -> None:
    private = replace(KNOWN, is_named=False)
    assert "Христофор" in chips.child(BIGGEST, KNOWN)
    assert "Христофор" not in chips.child(BIGGEST, private)
    assert "8" not in chips.child(BIGGEST, private).replace(str(BIGGEST), "")
    assert chips.child(404, KNOWN) == ""


@pytest.mark.parametrize(
    ("after", "before", "has"),
    [(1020, None, "17:00"), (None, 720, "12:00"), (840, 1020, "14:00–17:00"), (None, None, "")],
)
def test_hours(after: int | None, before: int | None, has: str) -> None:
    said = chips.hours(after, before)
    assert has in said
    assert bool(said) is bool(has)


# an empty list


@pytest.mark.parametrize("many", [0, 1, 2, 5])
def test_an_empty_list_is_no_dead_end(many: int) -> None:
    named = chips.chips(EVERYTHING, KNOWN)[:many]
    offers = [(chip, (1000, True)) for chip in named]
    buttons = check(list_keyboards.nothing(offers, Results(query=KEY)))
    assert len(data(buttons, "prgless")) == many
    assert len([one for one in buttons if "1000+" in one.text]) == many
    assert Results().pack() in data(buttons, "prglist")
    assert bool([one for one in data(buttons, "prglist") if "sport" in one]) is (many <= 2)
    assert (
        list_texts.nothing(named, Wish(), can_give_up=bool(many)) != list_texts.nothing([], Wish(), can_give_up=False)
        or not many
    )


def test_the_way_to_wait_for_a_seat_is_told() -> None:
    told = [list_texts.nothing([Chip(part, "x")], Wish(), can_give_up=True) for part in ("seats", "days")]
    assert len(told[0]) > len(told[1])


# filters


FACETS = Facets(
    focus=dict.fromkeys(Focus, 1000),
    level=dict.fromkeys(Level, 1000),
    form=dict.fromkeys(StudyForm, 1000),
    weekdays=dict.fromkeys(range(7), 1000),
    has_seats=1000,
    by_certificate=0,
)
FOUND = Found((WORST,) * 6, 1000, 0, 167, is_more=True, facets=FACETS)


@pytest.mark.parametrize("asked", [Asked(), EVERYTHING, Asked(place=HERE, focus=Focus.SOCIAL)])
def test_filters_fit(asked: Asked) -> None:
    buttons = check(filter_keyboards.narrow(asked, KNOWN, FOUND, KEY))
    assert any("1000+" in one.text for one in buttons)
    assert len({(one.callback_data or "") for one in buttons}) >= 13
    text = filter_texts.narrow([chip.text for chip in chips.chips(asked, KNOWN)])
    assert len(text) <= 900


def _choices(asked: Asked) -> Iterator[tuple[str, list[Row]]]:
    for what, listed in filter_keyboards.COUNTED.items():
        yield what, listed(FOUND, KEY)
    yield "days", filter_keyboards.week(asked, FOUND, KEY)
    yield "time", filter_keyboards.times(KEY)
    yield "total", filter_keyboards.sums([("Христофор Христофор…, 17 лет: осталось 144 000 ₽", 14_400_000)] * 2, KEY)
    for page in (0, 1, 9):
        here = Choose(query=KEY, what="age", page=page)
        yield "age", filter_keyboards.ages(KNOWN, here)
        yield "ovz", filter_keyboards.needs([(kind, "к" * 50) for kind in OvzType], here)
    yield "age", filter_keyboards.ages(Known(), Choose(query=KEY, what="age"))


@pytest.mark.parametrize("asked", [Asked(), EVERYTHING])
def test_choices_fit_and_each_of_them_counts(asked: Asked) -> None:
    for what, listed in _choices(asked):
        buttons = check(filter_keyboards.choice(listed, Choose(query=KEY, what=what)))
        assert len(filter_texts.choose(what, "я" * 60)) <= 900
        for packed in data(buttons, "prgset"):
            chosen = Chosen.unpack(packed)
            now = choice(asked, chosen.what, chosen.value)
            part = "age" if chosen.what == "child" else chosen.what
            has = bool(chosen.value) and (what, chosen.value) != ("days", "0")
            assert (part in parts(now)) is has, packed
            assert choice(now, chosen.what, chosen.value) == now, packed
            assert now.is_strict is False


def test_a_choice_takes_the_place_of_what_was_typed() -> None:
    typed = Asked(Wish(words=("танцы",), focus=Focus.ART, weekdays=(5,), ages=(8, 8)))
    now = choice(choice(choice(typed, "focus", "tech"), "days", "3"), "child", "7")
    assert now.wish == Wish(words=("танцы",))
    assert (now.focus, now.weekdays, now.child_id) == (Focus.TECH, (0, 1), 7)
    assert choice(now, "age", "9-10").child_id is None
    assert choice(now, "child", "").child_id is None


@pytest.mark.parametrize(
    ("what", "value"),
    [
        *(("focus", "nonsense"), ("level", "x"), ("days", "128"), ("days", "-1"), ("days", "²"), ("total", "1" * 14)),
        *(
            ("ovz", "9"),
            ("age", "9"),
            ("age", "10-9"),
            ("age", "1-2-3"),
            ("age", "5-100"),
            ("time", "x-y"),
            ("time", "1"),
        ),
        *(("sort", "fit"), ("place", "x"), ("unknown", "1"), ("is_strict", "1"), ("child", "x")),
    ],
)
def test_a_forged_choice_changes_nothing(what: str, value: str) -> None:
    assert choice(EVERYTHING, what, value) == EVERYTHING


def test_on_and_off_are_told_apart() -> None:
    for asked in (Asked(has_seats=True), Asked(Wish(has_seats=True))):
        buttons = check(filter_keyboards.narrow(asked, KNOWN, FOUND, KEY))
        (seats,) = [Chosen.unpack(one) for one in data(buttons, "prgset") if ":seats:" in one]
        assert seats.value == ""
        assert not parts(choice(asked, "seats", ""))


# order and place


def test_orders() -> None:
    here = Order(query=KEY)
    plain, placed = (
        check(filter_keyboards.orders(here, asked)) for asked in (Asked(), Asked(place=HERE, sort=Sort.DISTANCE))
    )
    assert data(plain, "prgnear") == [NearBy(query=KEY).pack()]
    assert len(data(plain, "prgsort")) == 2
    assert len(data(placed, "prgsort")) == 3
    assert len({list_keyboards.sort_name(sort) for sort in Sort}) == 3


@pytest.mark.parametrize("many", [1, 2, 6, 7, 30])
def test_places_fit(many: int) -> None:
    places = [Place(f"Поселение {number} " + "ы" * 40, 55.0, 86.0) for number in range(many)]
    shown = [check(near_keyboards.near(Asked(km=30), places, NearBy(query=KEY, page=page))) for page in range(6)]
    numbers = {one.split(":")[2] for page in shown for one in data(page, "prgat")} - {"-1"}
    assert numbers == {str(number) for number in range(many)}
    assert [len(data(page, "prgkm")) for page in shown] == [4] * 6
    check(near_keyboards.unknown(KEY))
    assert len(filter_texts.near("ы" * 60)) <= 900


def test_callbacks_fit_and_are_read_back() -> None:
    for one in (
        Results(query=KEY, focus="tourism", page=10_000),
        GroupCard(group_id=2**63 - 1, query=KEY, focus="tourism", page=10_000),
        Groups(group_id=2**63 - 1, page=10_000),
        Loosen(query=KEY, part="f" * 8),
        Chosen(query=KEY, what="certificate", value=f"{BIGGEST}"),
    ):
        packed = one.pack()
        assert len(packed.encode()) <= 64
        assert type(one).unpack(packed) == one
    assert Results.unpack(Results().pack()) == Results()


def test_the_first_screen_fits() -> None:
    buttons = check(keyboards.find(filter_keyboards.own_children(KNOWN)))
    assert len(data(buttons, "prgkid")) == 2
    check(keyboards.find())
