"""Figures of the table: pure rules."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.errors import Invalid
from services.feedback.queries import Satisfaction
from services.indicators import rules
from services.indicators.queries import COMPUTED
from services.indicators.rules import Figure, Number, Outlook, Tally
from services.plan.queries import Progress
from services.territories.rules import IndicatorRow, IndicatorType, NonPublicRule
from services.territories.rules.parsing import FORMULAS

ONE, TWO, THREE = frozenset({"1"}), frozenset({"1", "2"}), frozenset({"1", "2", "3"})


def test_no_contract_is_no_data_but_a_zero_beside_others_is_a_fact() -> None:
    assert rules.counts(Tally())["3.5"] == Figure(None, "no_data", numerator=0)
    assert rules.counts(Tally(ONE, children=7))["3.5"] == Figure(0, numerator=0)
    assert rules.counts(Tally(ONE, children=7))["3.4"].fact == 7


def test_a_share_of_nobody_is_no_data() -> None:
    assert rules.counts(Tally())["1.S"] == Figure(None, "no_data", numerator=0, denominator=0)
    assert rules.counts(Tally(THREE, children=9))["1.S"].fact == 0
    assert rules.counts(Tally(THREE, TWO, children=9, children_apart=5))["1.S"].fact == 66.7


@pytest.mark.parametrize(
    ("done", "base", "target", "figure"),
    [
        (Progress(0, 0, 0), "подготовка", "завершение", Figure(None, "no_plan")),
        (Progress(6, 0, 0), "нет", "да", Figure(None, "no_marks", 0, 6)),
        (Progress(6, 0, 3), "нет", "да", Figure("нет", None, 0, 6)),
        (Progress(6, 5, 9), "нет", "да", Figure("нет", None, 5, 6)),
        (Progress(6, 6, 9), "нет", "да", Figure("да", None, 6, 6)),
        (Progress(6, 6, 9), "подготовка", "завершение", Figure("завершение", None, 6, 6)),
        (Progress(15, 8, 9), "0", "8", Figure(8, None, 8, 15)),
        (Progress(15, 0, 1), "0", "8", Figure(0, None, 0, 15)),
        (Progress(9, 9, 9), None, None, Figure(9, None, 9, 9)),
        (Progress(9, 3, 9), "да", "да", Figure(3, None, 3, 9)),
    ],
)
def test_row_2_1_speaks_as_its_act(done: Progress, base: str | None, target: str | None, figure: Figure) -> None:
    assert rules.acts_amended(done, base=base, target=target) == figure


@pytest.mark.parametrize(
    ("count", "target", "figure"),
    [
        (0, "4", Figure(None, "no_campaigns", 0)),
        (0, "да", Figure(None, "no_campaigns", 0)),
        (3, "4", Figure(3, None, 3)),
        (3, "да", Figure("да", None, 3)),
        (1, "проведена", Figure("проведена", None, 1)),
        (2, None, Figure(2, None, 2)),
        (2, "будет определено по результатам профакторного анализа", Figure(2, None, 2)),
    ],
)
def test_row_3_1_speaks_as_its_act(count: int, target: str | None, figure: Figure) -> None:
    assert rules.campaigns_done(count, target=target) == figure


@pytest.mark.parametrize(
    ("voices", "figure"),
    [
        (Satisfaction(0, 0, 9), Figure(None, "no_answers", 0, 0, 5)),
        (Satisfaction(0, 0, 9, waiting=4), Figure(None, "few_answers", 0, 0, 5)),
        (Satisfaction(5, 0, 9), Figure(0, None, 0, 5, 5)),
        (Satisfaction(5, 5, 9), Figure(100, None, 5, 5, 5)),
        (Satisfaction(12, 10, 12), Figure(83.3, None, 10, 12, 5)),
    ],
)
def test_satisfaction_needs_enough_answers(voices: Satisfaction, figure: Figure) -> None:
    assert rules.satisfied(voices, 5) == figure


@pytest.mark.parametrize(
    ("part", "whole", "value"), [(1, 3, 33.3), (2, 3, 66.7), (1, 2, 50), (1, 16, 6.3), (999, 1000, 99.9)]
)
def test_percents_have_one_decimal_half_up(part: int, whole: int, value: Number) -> None:
    assert rules.percent(part, whole) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("30 700", 30700),
        ("30\u00a0700", 30700),
        ("50", 50),
        ("0", 0),
        ("0,5", 0.5),
        ("100 проц.", "100 проц."),
        ("подготовка", "подготовка"),
        ("будет определено", "будет определено"),
        (None, None),
        (" ", None),
    ],
)
def test_plain_numbers_are_numbers(printed: str | None, value: Number | str | None) -> None:
    found = rules.value_of(printed)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_every_row_has_a_reason_or_is_computed(locale: str) -> None:
    for row in FORMULAS - COMPUTED:
        reason = rules.reason_text(rules.reason_of_row(row), locale, answers=None, needed=None)
        assert reason.endswith(".")
        assert "{" not in reason
    assert rules.reason_of_row(None) == "by_hand"


def test_answers_that_wait_say_how_many_are_counted_together() -> None:
    assert "не меньше чем по 5 вместе" in rules.reason_text("few_answers", "ru", answers=0, needed=5)


@pytest.mark.parametrize("rule", list(NonPublicRule))
@pytest.mark.parametrize(
    "row",
    [*sorted(COMPUTED), "2.1 words", "2.4 share", "3.1 words", "4.3 words", "4.4 share", "5.1 words", "5.2 share"],
)
def test_formulas_are_whole_sentences(rule: NonPublicRule, row: str) -> None:
    formula = rules.formula_text(row, rule=rule, grades=["полностью устраивает", "скорее устраивает"])
    assert "{" not in formula
    assert formula.endswith(".")
    assert ": ." not in formula


def test_support_counts_among_non_profits_of_the_year_only() -> None:
    found = Tally(THREE, TWO, npos=TWO, children=4)
    assert rules.counts(found)["1.4"] == Figure(None, "no_support", numerator=0)
    assert rules.counts(found, {"2", "3", "9"})["1.4"] == Figure(1, numerator=1)


@pytest.mark.parametrize(
    ("found", "strong", "is_share", "figure"),
    [
        (Tally(THREE, TWO), None, True, Figure(None, "analysis")),
        (Tally(), ("2",), True, Figure(None, "no_data", None, None)),
        (Tally(THREE, TWO), ("2", "3"), True, Figure(33.3, None, 1, 3)),
        (Tally(THREE, TWO), ("2", "3"), False, Figure(1, None, 1)),
        (Tally(THREE), ("2",), True, Figure(0, None, 0, 3)),
    ],
)
def test_row_2_4_needs_the_factor_analysis(
    found: Tally, strong: tuple[str, ...] | None, is_share: bool, figure: Figure
) -> None:
    told = rules.competition(found, strong, is_share=is_share)
    assert (told.fact, told.reason) == (figure.fact, figure.reason)
    assert figure.numerator is None or (told.numerator, told.denominator) == (figure.numerator, figure.denominator)


def row(text: str = "количество", unit: str | None = "единиц", base: str | None = "0", target: str | None = "2") -> Any:
    return IndicatorRow(
        goal_no=1, goal="", type=IndicatorType.FINAL, text=text, is_subrow=False, unit=unit, base_value=base,
        base_year=2023, target_value=target, target_year=2024, responsible=None, formula="1.1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "typed", "kept"),
    [
        (row(), "30 700", "30700"),
        (row(), "значение: 5,", "5"),
        (row(), "значение: ", "blank"),
        (row(), "будет определено по результатам профакторного анализа", "pending"),
        (row(), "-1", "negative"),
        (row(), "1,5", "fraction"),
        (row(), "100 проц.", "number"),
        (row(), "много", "number"),
        (row(unit="процентов"), "100 проц.", "100"),
        (row(unit="процентов"), "85,5 %", "85.5"),
        (row(unit="процентов"), "85,55", "places"),
        (row(unit="процент"), "101", "hundred"),
        (row(text="Доля лиц", unit=None, base=None, target=None), "33 процента", "33"),
        (row(unit=None, base="подготовка", target="завершение"), "Завершение", "завершение"),
        (row(unit=None, base="нет", target="да"), "1", "word"),
        (row(), "9" * 40, "number"),
    ],
)
def test_a_typed_value_is_kept_clean_or_refused_with_its_reason(asked: Any, typed: str, kept: str) -> None:
    try:
        found = rules.clean_value(asked, typed)
    except Invalid as wrong:
        found = wrong.why
    assert found == kept


@given(
    base=st.integers(0, 10**6),
    fact=st.integers(0, 10**6),
    target=st.integers(0, 10**6),
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_the_outlook_is_on_the_line_and_never_below_nothing(base: int, fact: int, target: int, day: date) -> None:
    ahead = rules.outlook(base, 2023, fact, target, 2024, today=day)
    assert ahead is not None
    assert ahead.is_met == (fact >= target)
    assert (ahead.gap == 0) == ahead.is_met
    assert (ahead.value is None) == (not date(2023, 12, 31) < day <= date(2024, 12, 31))
    assert ahead.value is None or ahead.value >= 0
    if day == date(2024, 12, 31):
        assert ahead.value == fact


@pytest.mark.parametrize(
    ("base", "fact", "target", "met"),
    [("нет", "да", "да", True), ("подготовка", "подготовка", "завершение", False), ("нет", "иное", "да", None)],
)
def test_words_are_compared_by_their_order(base: str, fact: str, target: str, met: bool | None) -> None:
    ahead = rules.outlook(base, 2023, fact, target, 2024, today=date(2024, 5, 1))
    assert (None if ahead is None else ahead.is_met) is met


@given(part=st.integers(0, 10**6), rest=st.integers(0, 10**6))
def test_a_share_is_of_the_whole(part: int, rest: int) -> None:
    told = rules.share(part, part + rest)
    assert (told.fact is None) == (part + rest == 0)
    assert told.fact is None or 0 <= float(told.fact) <= 100


def test_a_part_above_its_whole_is_marked() -> None:
    assert rules.beyond_parents({"3.2": 1, "3.3": 2, "1.3": 2, "1.4": 2, "2.2": None, "2.3": 4}) == {"3.3"}


@pytest.mark.parametrize(
    ("code", "figure", "ahead", "target", "holds"),
    [
        ("4.4", Figure(25, lacking=3), Outlook(None, 2024, 45, is_met=False), 70, [("check", 3)]),
        ("4.4", Figure(70, lacking=3), Outlook(None, 2024, 0, is_met=True), 70, []),
        ("3.4", Figure(7), Outlook(None, 2024, 4.2, is_met=False), 12, [("children", 5)]),
        ("3.4", None, Outlook(None, 2024, 4, is_met=False), 12, [("children", 4)]),
        ("1.4", Figure(None, "no_support", lacking=2), None, None, [("support", 2), ("target_blank", None)]),
        ("2.4", Figure(None, "analysis"), None, "будет определено", [("target_pending", None)]),
        ("2.1", Figure("подготовка", lacking=1), Outlook(None, 2024, None, is_met=False), "завершение", [("plan", 1)]),
    ],
)
def test_a_row_says_what_holds_it_back(
    code: str, figure: Figure | None, ahead: Outlook | None, target: Number | str | None, holds: list[Any]
) -> None:
    found = rules.holding(code, figure, target=target, ahead=ahead)
    assert [(hold.missing.value, hold.count) for hold in found] == holds
