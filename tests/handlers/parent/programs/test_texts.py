from datetime import date

import pytest

from handlers.common.screen import button
from handlers.common.words import use
from handlers.parent.certificates.keyboards import ApplyTo
from handlers.parent.programs import keyboards, texts
from handlers.parent.programs.keyboards import GroupCard, Groups, Loosen, Results
from services.programs.models import Focus, Level, ProgramStatus, StudyForm
from services.programs.queries import Card, Found, GroupView
from services.programs.rules import LessonView, Understood
from services.providers.models import Sector
from services.providers.queries import ProviderView

SATURDAY = LessonView(5, "10:00", 90)
OWNER = ProviderView(1, 1, "0" * 10, "Д" * 300, Sector.PRIVATE, is_npo=True, licence="Л" * 64, address="")
DAY = date(2026, 9, 3)


@pytest.fixture(autouse=True, params=["ru", "en"])
def _language(request: pytest.FixtureRequest) -> None:
    use(request.param)


def _view(**changes: object) -> GroupView:
    facts = {
        "id": 7,
        "program_id": 3,
        "territory_id": 1,
        "provider_id": 1,
        "title": "Т" * 200,
        "summary": "<b>" * 400,
        "focus": Focus.TOURISM,
        "form": StudyForm.MIXED,
        "level": Level.ADVANCED,
        "service_code": None,
        "is_adapted": True,
        "ovz": 0,
        "from_months": 84,
        "below_months": 132,
        "hours": 1440,
        "hour_price": 150_050,
        "is_payable": True,
        "unpaid_why": None,
        "unpaid_item": "",
        "latitude": None,
        "longitude": None,
        "address": "А" * 300,
        "status": ProgramStatus.PUBLISHED,
        "group_title": "Г" * 100,
        "capacity": 12,
        "taken": 9,
        "starts_on": DAY,
        "ends_on": date(2027, 5, 31),
        "is_dated": True,
        "closed_on": None,
        "opens_on": None,
        "closes_on": None,
        "price": None,
        "teachers": "",
        "lessons": (SATURDAY,) * 9,
    }
    return GroupView(**(facts | changes))  # type: ignore[arg-type]


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
        "lessons": (SATURDAY,),
    }
    return Card(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [{}, {"closed_on": DAY}, {"taken": 12}, {"is_payable": False}, {"status": ProgramStatus.HIDDEN}],
)
def test_the_longest_card_fits_a_screen_and_is_never_markup(changes: dict[str, object]) -> None:
    view = _view(**changes)
    text = texts.card(view, OWNER, texts.why_not(view, is_over=False))
    assert len(text.replace("&lt;", "<").replace("&gt;", ">")) <= 900
    assert text.count("<b>") == text.count("</b>") == 1


def test_each_reason_why_one_cannot_apply_is_told() -> None:
    reasons = {
        texts.why_not(_view(), is_over=True),
        *(
            texts.why_not(_view(**changes), is_over=False)
            for changes in ({"closed_on": DAY}, {"taken": 12}, {"is_payable": False}, {"status": ProgramStatus.HIDDEN})
        ),
    }
    assert len(reasons) == 5
    assert None not in reasons
    assert texts.why_not(_view(), is_over=False) is None


def test_what_was_typed_is_never_markup() -> None:
    wish = Understood(("<b>&",), age=8, weekdays=(5,), is_free=True)
    assert "<b>" not in texts.nothing(wish, Focus.ART)
    assert "<b>" not in texts.results(Found([_card()], 1, 0, 1, wish), None)


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
    found = Found([_card()] * 6, 100, 3, 17, Understood())
    wish = Understood(("лыжи",), age=8, weekdays=(5,), is_free=True)
    others = [_view(id=number) for number in range(10)]
    apply = [button("+", ApplyTo(group_id=7))]
    for rows in (
        keyboards.results(found, Results()),
        keyboards.nothing(wish, "f" * 8),
        keyboards.find(),
        keyboards.card(_view(), others, GroupCard(group_id=7), apply),
        keyboards.card(_view(), others[:3], GroupCard(group_id=7), apply),
        keyboards.groups(others[:6], Groups(group_id=7, page=1), 3),
    ):
        assert 1 < len(rows) <= 8
        assert all(1 <= len(row) <= 3 for row in rows)


def test_a_card_leads_back_to_its_list() -> None:
    rows = keyboards.card(_view(), [], GroupCard(group_id=7, query="abc", page=2), [])
    assert rows[-1][0].callback_data == Results(query="abc", page=2).pack()
