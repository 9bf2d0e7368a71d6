"""Terms of the plan: every text of the five acts, and what follows from a term."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.errors import Invalid
from services.plan import rules
from services.plan.rules import Due, DueKind, State
from services.territories.queries import shipped_texts
from services.territories.rules import Pack, parse

PACKS = [parse(text, file=file) for file, text in shipped_texts().items()]

MANY_TIMES = {
    "До 1 марта 2023 года далее ежегодно до 1 января": (DueKind.COMPOSITE, date(2023, 3, 1), None),
    "До 1 октября 2023 года, далее ежегодно до 1 января": (DueKind.COMPOSITE, date(2023, 10, 1), None),
    "Не реже 1 раза в квартал (по мере необходимости)": (DueKind.RECURRING, None, None),
    "По мере необходимости": (DueKind.AS_NEEDED, None, None),
    "С 1 сентября 2023 год": (DueKind.FROM, None, date(2023, 9, 1)),
    "С 1 сентября 2023 года": (DueKind.FROM, None, date(2023, 9, 1)),
    "по мере необходи-мости": (DueKind.AS_NEEDED, None, None),
    "с IV квартала 2023 года": (DueKind.FROM, None, date(2023, 10, 1)),
}
"""Of the five acts: from a day on, again and again, as needed: kind, first last day, first day."""

READ = {
    "1 марта 2023 года": (DueKind.ON, date(2023, 3, 1)),
    "1 июня 2023 года": (DueKind.ON, date(2023, 6, 1)),
    "1 сентября 2023 года": (DueKind.ON, date(2023, 9, 1)),
    "До 31 марта 2023 года": (DueKind.BEFORE, date(2023, 3, 31)),
    "До1 июня 2023 года": (DueKind.BEFORE, date(2023, 6, 1)),
    "До 1 июня 2023 года": (DueKind.BEFORE, date(2023, 6, 1)),
    "До 1 июля 2023 года": (DueKind.BEFORE, date(2023, 7, 1)),
    "До 15 августа 2023 года": (DueKind.BEFORE, date(2023, 8, 15)),
    "До 1 сентября 2023 года": (DueKind.BEFORE, date(2023, 9, 1)),
    "До 1 сентября 2023 год": (DueKind.BEFORE, date(2023, 9, 1)),
    "до 31 декабря 2024 года": (DueKind.BEFORE, date(2024, 12, 31)),
    "Декабрь 2023 года": (DueKind.MONTH, date(2023, 12, 31)),
    "IV квартал 2023 года": (DueKind.QUARTER, date(2023, 12, 31)),
    "IV квартал 2024 года": (DueKind.QUARTER, date(2024, 12, 31)),
    "IV квартал 2024 год": (DueKind.QUARTER, date(2024, 12, 31)),
    "I квартал 2025 года": (DueKind.QUARTER, date(2025, 3, 31)),
    "2023 год": (DueKind.YEAR, date(2023, 12, 31)),
    "2024 год": (DueKind.YEAR, date(2024, 12, 31)),
    "2025 год": (DueKind.YEAR, date(2025, 12, 31)),
}
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября"]
MONTHS += ["ноября", "декабря"]


def _terms(pack: Pack) -> set[str | None]:
    return {row.due for row in pack.plan}


def test_every_term_of_the_five_acts_is_read() -> None:
    printed = set().union(*map(_terms, PACKS)) - {None}
    assert printed == set(MANY_TIMES) | set(READ)
    for text, (kind, last, first) in MANY_TIMES.items():
        assert rules.due_of(text) == Due(kind, text, last, first)
    for text, (kind, last_day) in READ.items():
        assert rules.due_of(text) == Due(kind, text, last_day)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        (None, Due(DueKind.NONE, None)),
        ("  ", Due(DueKind.NONE, None)),
        ("01.09.2023", Due(DueKind.ON, "01.09.2023", date(2023, 9, 1))),
        ("до 5.2.2024 г.", Due(DueKind.BEFORE, "до 5.2.2024 г.", date(2024, 2, 5))),
        ("февраль 2024", Due(DueKind.MONTH, "февраль 2024", date(2024, 2, 29))),
        ("2 квартал 2024 г.", Due(DueKind.QUARTER, "2 квартал 2024 г.", date(2024, 6, 30))),
        ("31 июня 2024 года", Due(DueKind.PRINTED, "31 июня 2024 года")),
        ("0000 год", Due(DueKind.PRINTED, "0000 год")),
        ("V квартал 2024 года", Due(DueKind.PRINTED, "V квартал 2024 года")),
        ("1 брюмера 2024 года", Due(DueKind.PRINTED, "1 брюмера 2024 года")),
        ("IV квартал 9999 года", Due(DueKind.QUARTER, "IV квартал 9999 года", date(9999, 12, 31))),
    ],
)
def test_other_terms(text: str | None, due: Due) -> None:
    assert rules.due_of(text) == due


@given(st.dates(min_value=date(1000, 1, 1)), st.booleans(), st.sampled_from(["", " года", " год", " г."]))
def test_any_day_written_as_the_acts_write_it_is_read(day: date, is_before: bool, tail: str) -> None:
    text = f"{'До ' if is_before else ''}{day.day} {MONTHS[day.month - 1]} {day.year}{tail}"
    assert rules.due_of(text) == Due(DueKind.BEFORE if is_before else DueKind.ON, text, day)


@given(st.text(max_size=60))
def test_any_text_is_kept_word_for_word(text: str) -> None:
    due = rules.due_of(text)
    assert due.text == (text if text.strip() else None)


QUARTERLY, YEARLY = "Не реже 1 раза в квартал", "До 1 октября 2023 года, далее ежегодно до 1 января"


@pytest.mark.parametrize(
    ("text", "today", "marked", "time"),
    [
        (QUARTERLY, date(2023, 2, 1), set(), ("2023-Q1", date(2023, 3, 31))),
        (QUARTERLY, date(2023, 4, 1), set(), ("2023-Q1", date(2023, 3, 31))),
        (QUARTERLY, date(2023, 4, 1), {"2023-Q1"}, ("2023-Q2", date(2023, 6, 30))),
        (QUARTERLY, date(2024, 1, 9), {"2023-Q1"}, ("2023-Q4", date(2023, 12, 31))),
        (QUARTERLY, date(2024, 1, 9), {"2023-Q4"}, ("2024-Q1", date(2024, 3, 31))),
        (YEARLY, date(2023, 9, 1), set(), ("2023", date(2023, 10, 1))),
        (YEARLY, date(2023, 12, 1), set(), ("2023", date(2023, 10, 1))),
        (YEARLY, date(2023, 12, 1), {"2023"}, ("2024", date(2024, 1, 1))),
        (YEARLY, date(2024, 1, 2), {"2023"}, ("2024", date(2024, 1, 1))),
        (YEARLY, date(2024, 1, 2), {"2023", "2024"}, ("2025", date(2025, 1, 1))),
        (YEARLY, date(2025, 1, 1), {"2024"}, ("2025", date(2025, 1, 1))),
        ("2024 год", date(2024, 1, 1), set(), ("", date(2024, 12, 31))),
        ("По мере необходимости", date(2024, 1, 1), set(), ("", None)),
    ],
)
def test_a_row_that_comes_again_is_due_each_time(
    text: str, today: date, marked: set[str], time: tuple[str, date | None]
) -> None:
    found = rules.occurrence(rules.due_of(text), marked, today=today, first_year=2023)
    assert (found.period, found.last_day) == time


@given(st.dates(date(2023, 1, 1), date(2025, 12, 31)), st.sampled_from((QUARTERLY, YEARLY)))
def test_who_marks_what_is_due_is_never_late(today: date, text: str) -> None:
    due, marked = rules.due_of(text), set[str]()
    for _mark in range(3):
        time = rules.occurrence(due, marked, today=today, first_year=2023)
        marked.add(time.period)
    assert time.last_day is not None
    assert time.last_day >= today


LAST = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("last_day", "done_on", "today", "state"),
    [
        (LAST, None, date(2024, 6, 1), State.WAITING),
        (LAST, None, date(2024, 6, 2), State.OVERDUE),
        (LAST, None, date(2024, 12, 31), State.OVERDUE),
        (LAST, None, date(2025, 1, 1), State.ARCHIVE),
        (LAST, date(2024, 7, 1), date(2024, 8, 1), State.DONE),
        (LAST, date(2025, 7, 1), date(2026, 8, 1), State.DONE),
        (None, None, date(2024, 12, 31), State.WAITING),
        (None, None, date(2025, 1, 1), State.ARCHIVE),
    ],
)
def test_where_a_row_stands(last_day: date | None, done_on: date | None, today: date, state: State) -> None:
    assert rules.state_of(last_day, done_on=done_on, today=today, last_year=2024) is state


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.slug)
def test_keys_are_unique_and_stay_when_rows_move(pack: Pack) -> None:
    keys = rules.keys(pack.plan)
    assert len(set(keys)) == len(keys) == len(pack.plan)
    assert all(len(key) == 12 for key in keys)
    assert rules.keys(pack.plan[::-1]) == keys[::-1]


def test_two_equal_rows_have_two_keys() -> None:
    row = PACKS[0].plan[0]
    assert len(set(rules.keys([row, row, row]))) == 3


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14.05.2024 приказ № 5", (date(2024, 5, 14), "приказ № 5")),
        ("14 мая 2024 года, приказ № 5", (date(2024, 5, 14), "приказ № 5")),
        (" 14.05.2024 ", (date(2024, 5, 14), None)),
        ("14.05.2024: готово", (date(2024, 5, 14), "готово")),
        ("приказ № 5 от 14.05.2024", (None, "приказ № 5 от 14.05.2024")),
        ("5 пунктов 2024 года", (None, "5 пунктов 2024 года")),
        ("14.05.20245", (None, "14.05.20245")),
        ("", (None, None)),
    ],
)
def test_a_typed_day_and_note(typed: str, read: tuple[date | None, str | None]) -> None:
    assert rules.read_mark(typed) == read


@pytest.mark.parametrize(
    ("typed", "why"), [("31.02.2024 приказ", ("plan_day", "date")), ("31 июня 2024", ("plan_day", "date"))]
)
def test_a_day_that_does_not_exist(typed: str, why: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        rules.read_mark(typed)
    assert (refused.value.field, refused.value.why) == why


@given(st.text(max_size=60))
def test_any_typed_text_is_read_or_refused(typed: str) -> None:
    try:
        day, note = rules.read_mark(typed)
    except Invalid:
        return
    assert day is None or isinstance(day, date)
    assert note is None or note.strip()


@pytest.mark.parametrize(
    ("done_on", "note", "why"),
    [
        (date(2026, 9, 11), None, ("plan_day", "future")),
        (date(2021, 12, 31), None, ("plan_day", "early")),
        (date(2026, 9, 10), "я" * 301, ("plan_note", "long")),
    ],
)
def test_marks_that_cannot_be(done_on: date, note: str | None, why: tuple[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_mark(done_on, note, today=date(2026, 9, 10), first_year=2023)
    assert (refused.value.field, refused.value.why) == why


def test_the_bounds_of_a_mark_are_in() -> None:
    rules.check_mark(date(2026, 9, 10), "я" * 300, today=date(2026, 9, 10), first_year=2023)
    rules.check_mark(date(2022, 1, 1), None, today=date(2026, 9, 10), first_year=2023)
