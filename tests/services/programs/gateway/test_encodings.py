"""Odd encodings of single values: read as what they mean, whatever wrote them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.markup import clean
from services.programs.gateway.records import (
    DirectionRecord,
    Financing,
    GroupRecord,
    PartnerRecord,
    ProgramRecord,
    ScheduleRecord,
    Window,
)
from services.programs.gateway.verdicts import Box
from tests.services.programs.gateway.packages import changed, record_of

NOTHING: tuple[Any, ...] = ({}, "", "  ", None, [], [{}], ["\u00a0"])
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.decimals(allow_nan=False) | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("told", "exact"),
    [
        *[(told, None) for told in NOTHING],
        *[(told, "6") for told in ("6", " 6 ", "6.0", "6,0", "+6", 6, ["6"], [6], "06", "6.")],
        *[(told, "0.5") for told in ("0.5", "0,5", ".5", "\t0.50", Decimal("0.5"))],
        ("1234.56", "1234.56"),
        ("-1", "-1"),
    ],
)
def test_numbers(told: object, exact: str | None) -> None:
    found = values.number(told)
    assert (found and found.exact) == (None if exact is None else Decimal(exact))


@pytest.mark.parametrize(
    ("told", "months", "kopecks", "whole"),
    [
        ("6.5", 78, 650, None),
        ("0.25", 3, 25, None),
        ("11900.56", 142807, 1190056, None),
        ("0.005", 0, 1, None),
        ("15.0", 180, 1500, 15),
        ("10000.00", 120000, 1000000, 10000),
    ],
)
def test_numbers_in_our_units(told: str, months: int, kopecks: int, whole: int | None) -> None:
    assert values.number(told) == values.Number(Decimal(told), months, kopecks, whole)


@pytest.mark.parametrize("told", ["1e3", "inf", "NaN", "1_000", "1 000", "0x10", "½", "1,000.5", ["1", "2"], {"a": 1}])
def test_no_numbers(told: object) -> None:
    with pytest.raises(values.Rejected):
        values.number(told)


@pytest.mark.parametrize(
    ("told", "flag"),
    [
        *[(told, None) for told in (*NOTHING, "yes", "да", 2, {"a": 1})],
        *[(told, True) for told in ("true", "TRUE", " True", "1", 1, True, ["true"])],
        *[(told, False) for told in ("false", "FALSE", "0", 0, False)],
    ],
)
def test_flags(told: object, flag: bool | None) -> None:
    assert values.flag(told) is flag


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        *[(told, ()) for told in NOTHING],
        ("basic", ("basic",)),
        (" basic ", ("basic",)),
        (["initial", "basic", "initial", {}, ""], ("initial", "basic")),
        ([["basic"]], ("basic",)),
        (5, ("5",)),
    ],
)
def test_codes(told: object, codes: tuple[str, ...]) -> None:
    assert values.codes(told) == codes


def test_days_and_times() -> None:
    assert [values.day(told) for told in ("2026-09-01", " 01.09.2026 ", ["2026-09-01"])] == [date(2026, 9, 1)] * 3
    assert [values.day(told) for told in NOTHING] == [None] * len(NOTHING)
    assert [values.clock(told) for told in ("9:00", "09:00", " 9:00", ["9:00"])] == [540] * 4
    assert values.clock("23:59") == 1439


def test_names_and_stamps() -> None:
    assert values.uuid(" ABCDEF12-1111-4111-8111-00000000000F ") == "abcdef12-1111-4111-8111-00000000000f"
    assert [values.word(told) for told in ("125", 125, " 125\u00a0", ["125"])] == ["125"] * 4
    assert [values.timestamp(told) for told in ("1618331000", 1618331000, "1618331000.0")] == [1618331000] * 3
    assert [values.timestamp(told) for told in ("", {}, None, "soon", True)] == [0] * 5


@pytest.mark.parametrize(
    ("told", "text", "is_marked"),
    [
        ("Возраст <10 лет", "Возраст <10 лет", False),
        ("a < b > c", "a < b > c", False),
        ("<p>Первый</p><p>второй</p>", "Первый второй", True),
        ("до<br/>после<!-- нет -->", "до после", True),
        ("а<script>alert('<b>')</script>б", "аб", True),
        ("<STYLE type=x>p{}</style  >текст", "текст", True),
        ("<script>без конца", "без конца", True),
        ("<script>раз</script> <script>два", "два", True),
        ("</script><script>x</script>я", "я", True),
        ("Мир&nbsp;&mdash; &amp;lt;", "Мир — &lt;", True),
        ("&lt;b&gt;жирно", "<b>жирно", True),
        ("Q&A, Tom & Jerry", "Q&A, Tom & Jerry", False),
        ("  много \u00a0\t\n пробелов  ", "много пробелов", False),
        ("обрыв <b без конца", "обрыв <b без конца", False),
        ("\x00с\x1b управляющими\x9f\ud800", "с управляющими", False),
        (f"&#{'9' * 5000};", f"&#{'9' * 5000};", False),
        ("<Й>кириллица</Й>", "<Й>кириллица", True),
    ],
)
def test_cleaning(told: str, text: str, is_marked: bool) -> None:
    assert clean(told) == (text, is_marked)


@pytest.mark.parametrize("part", ["<script>", "<", "<a ", "&", "</script", "<!--", "&#", "<script></style>", " \u00a0"])
def test_cleaning_takes_as_long_as_the_text_is(part: str) -> None:
    """A million letters of malice: what is quadratic would not come back today."""
    clean(part * (1_000_000 // len(part)))


@given(some.text())
def test_cleaned_text_is_clean(told: str) -> None:
    text, _is_marked = clean(told)
    assert text == " ".join(text.split())
    text.encode()
    assert "\0" not in text


@given(JSON)
def test_readers_read_or_reject(told: object) -> None:
    """Any JSON: a value of the type, or Rejected; nothing else is ever raised."""
    for read in (values.number, values.whole, values.age, values.day, values.clock):
        values.lenient(read, told)
    assert isinstance(values.flag(told), bool | None)
    assert isinstance(values.timestamp(told), int)
    for text in (values.text(told), values.word(told), values.uuid(told), values.code(told), *values.codes(told)):
        text.encode()
        assert "\0" not in text


@given(some.dates(min_value=date(1000, 1, 1)))
def test_days_of_both_ways_of_writing(day: date) -> None:
    assert values.day(day.isoformat()) == values.day(f"{day:%d.%m.%Y}") == day


@given(some.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_money_is_exact(amount: Decimal) -> None:
    found = values.number(f"{amount:f}".replace(".", ","))
    assert found is not None
    assert Decimal(found.kopecks) == amount * 100


def test_a_partner(tmp_path: Path) -> None:
    fields = {"phone": "+7 (000) 000-00-00,+7 1", "site": "http://цдо-парус.рф/", "address": {}, "oktmo": 32701000}
    record = record_of(tmp_path, Box.PARTNERS, changed(Box.PARTNERS, **fields))
    assert isinstance(record, PartnerRecord)
    assert record.phones == ("+7 (000) 000-00-00", "+7 1")
    assert (record.site, record.department) == ("http://цдо-парус.рф/", "educations")
    assert (record.place.address, record.place.oktmo) == ("", "32701000")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("javascript:alert(1)", ""),
        ("ftp://club.example", ""),
        ("club.example/a:b", "club.example/a:b"),
        ("club.example:8080/x", "club.example:8080/x"),
        ("HTTPS://club.example", "HTTPS://club.example"),
    ],
)
def test_web_addresses(tmp_path: Path, told: str, kept: str) -> None:
    record = record_of(tmp_path, Box.PARTNERS, changed(Box.PARTNERS, site=told))
    assert isinstance(record, PartnerRecord)
    assert record.site == kept


def test_a_direction(tmp_path: Path) -> None:
    record = record_of(tmp_path, Box.DIRECTIONS, changed(Box.DIRECTIONS, sortOrder="first", focusCode={}))
    assert isinstance(record, DirectionRecord)
    assert (record.sort_order, record.focus, record.is_significant) == (None, None, True)


def test_a_program(tmp_path: Path) -> None:
    fields = {
        "minAge": "6,5",
        "maxAge": {},
        "duration": "9",
        "durationunit": "month",
        "certificateRequired": {},
        "dateChanged": "2020-10-18T13:44:44",
        "dateCreate": "yesterday",
        "reviewsAvg": "хорошо",
        "ovz": "TRUE",
        "ovzTypes": ["musculoskeletal_disorders", "authism"],
        "imageUrl": "data:image/png;base64,AA",
    }
    record = record_of(tmp_path, Box.PROGRAMS, changed(Box.PROGRAMS, **fields))
    assert isinstance(record, ProgramRecord)
    assert (record.age_from, record.age_to, record.months) == (78, None, 9)
    assert (record.created_on, record.changed_on) == (None, date(2020, 10, 18))
    assert (record.rating, record.image_url) == ("хорошо", "")
    assert (record.kinds.has_ovz, record.kinds.certificate_required) == (True, None)
    assert record.kinds.ovz_types == ("musculoskeletal_disorders", "authism")


def test_a_group(tmp_path: Path) -> None:
    money = [{"source": "budget", "cost": {}}, {"source": "paid", "cost": "1234.56"}, {}, "private"]
    fields = {"financingSources": money, "costHourManual": "103,44", "hoursYear": "-1", "isLocked": "true"}
    record = record_of(tmp_path, Box.GROUPS, changed(Box.GROUPS, **fields, orderFrom="15.08.2026"))
    assert isinstance(record, GroupRecord)
    assert record.sources == (Financing("budget", None), Financing("paid", 123456), Financing("private", None))
    assert (record.hour_cost, record.hours) == (10344, None)
    assert record.window == Window(is_locked=True, opens_on=date(2026, 8, 15), closes_on=None)


def test_a_schedule(tmp_path: Path) -> None:
    fields = {"weekDays": "sun", "breaks": "15", "duration": {}, "timeStart": "15:20", "timeEnd": "17:05"}
    record = record_of(tmp_path, Box.SCHEDULES, changed(Box.SCHEDULES, **fields))
    assert isinstance(record, ScheduleRecord)
    assert (record.weekdays, record.starts, record.ends) == ((6,), 920, 1025)
    assert (record.lessons, record.lesson_minutes, record.breaks) == (None, 45, (15,))
