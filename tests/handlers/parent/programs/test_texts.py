from datetime import date

import pytest

from handlers.common.words import use
from handlers.parent.programs import keyboards, texts
from handlers.parent.programs.keyboards import GroupCard, Groups, Loosen, Results
from services.programs.models import Focus
from services.programs.queries import Card, Found
from services.programs.rules import LessonView, Wish

SATURDAY = LessonView(5, "10:00", 90)
DAY = date(2026, 9, 3)


@pytest.fixture(autouse=True, params=["ru", "en"])
def _language(request: pytest.FixtureRequest) -> None:
    use(request.param)


def _card(**changes: object) -> Card:
    facts = {
        "program_id": 3,
        "group_id": 7,
        "title": "Робототехника",
        "age_from": 7,
        "age_to": 10,
        "is_payable": True,
        "nominal": 1_080_000,
        "capacity": 12,
        "taken": 9,
        "closed_on": None,
        "groups": 1,
        "starts_on": DAY,
        "lessons": (SATURDAY,),
    }
    return Card(**(facts | changes))  # type: ignore[arg-type]


def test_what_was_typed_is_never_markup() -> None:
    wish = Wish(("<b>&",), ages=(8, 8), weekdays=(5,), is_free=True)
    assert "<b>" not in texts.nothing(wish, Focus.ART)
    assert "<b>" not in texts.results(Found((_card(),), 1, 0, 1, wish), None)


def test_a_line_tells_seats_or_why_there_are_none() -> None:
    lines = [texts.line(_card(**changes)) for changes in ({}, {"taken": 12}, {"closed_on": DAY}, {"groups": 2})]
    assert len(set(lines)) == 4
    assert all(line.startswith("Робототехника · ") for line in lines)


def test_callbacks_fit_and_rows_too() -> None:
    biggest = 2**63 - 1
    for data in (
        Results(query="f" * 8, focus="tourism", page=10_000),
        GroupCard(group_id=biggest, query="f" * 8, focus="tourism", page=10_000),
        Groups(group_id=biggest, page=10_000),
        Loosen(query="f" * 8, part="words"),
    ):
        packed = data.pack()
        assert len(packed.encode()) <= 64
        assert type(data).unpack(packed) == data
    assert Results.unpack(Results().pack()) == Results()
    found = Found((_card(),) * 6, 100, 3, 17)
    wish = Wish(("лыжи",), ages=(8, 8), weekdays=(5,), is_free=True)
    for rows in (
        keyboards.results(found, Results()),
        keyboards.nothing(wish, "f" * 8),
        keyboards.find(),
    ):
        assert 1 < len(rows) <= 8
        assert all(1 <= len(row) <= 3 for row in rows)
