"""Screens of the indicators fit 900 characters whatever the act says."""

from dataclasses import replace

import pytest

from handlers.common import words
from handlers.staff.indicators import texts
from services.indicators.queries import IndicatorFact
from services.indicators.rules import Number

FACT = IndicatorFact(
    code="3.4",
    goal_no=3,
    goal="Увеличение охвата услугами/доступа к услугам",
    type="final",
    text="Общее количество <потребителей> & " + "муниципальных услуг в социальной сфере " * 12,
    is_subrow=False,
    base="будет определено по результатам пофакторного анализа",
    base_year=2023,
    target=30700,
    target_year=2024,
    unit="человек",
    reason="register",
)


@pytest.fixture(autouse=True)
def _russian() -> None:
    words.use("ru")


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_pages_fit_and_keep_every_row(count: int) -> None:
    rows = [replace(FACT, text=f"{number} {FACT.text}") for number in range(count)]
    pages = texts.goal_pages(rows, territory="Северск & К", year=2026)
    assert all(len(page) <= 900 for page in pages)
    assert sum(page.count("•") for page in pages) == count
    assert all("Северск &amp; К" in page for page in pages)


def test_a_row_is_escaped_and_shortened_at_a_word() -> None:
    text = texts.row(FACT)
    assert "&lt;потребителей&gt; &amp;" in text
    assert "…" in text.splitlines()[0]
    assert text.splitlines()[0].removesuffix("…").split()[-1] in FACT.text.split()


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("короткий", 20, "короткий"),
        ("один, два три", 10, "один, два…"),
        ("один, два три", 8, "один…"),
        ("одно-длинное-слово", 6, "одно-…"),
    ],
)
def test_shorten(text: str, most: int, shown: str) -> None:
    assert texts.shorten(text, most) == shown.replace("-…", "…")
    assert len(texts.shorten(text, most)) <= most


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [("3.4", 1583, "1\xa0583"), ("5.3", 83.3, "83,3"), ("3.5", 0, "<b>0</b>")],
)
def test_facts_are_written_as_the_language_writes_them(code: str, value: Number, shown: str) -> None:
    fact = replace(FACT, code=code, fact=value, reason=None, numerator=10, denominator=12)
    assert shown in texts.row(fact)


def test_the_list_of_goals_counts_filled_rows() -> None:
    rows = [FACT, replace(FACT, fact=1, reason=None), replace(FACT, goal_no=5, goal="Рост удовлетворённости")]
    text = texts.goals(rows, territory="Северск", year=2026)
    assert len(text) <= 900
    assert list(texts.by_goal(rows)) == [3, 5]
