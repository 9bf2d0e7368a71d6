"""What the formulas of the table hold for any numbers; no database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.core.errors import Invalid
from services.indicators import rules
from services.indicators.rules import Tally
from services.territories.rules import IndicatorRow, IndicatorType

_ids = st.frozensets(st.sampled_from([f"{number:010d}" for number in range(12)]))
_part = st.integers(0, 10_000)


@st.composite
def _tallies(draw: st.DrawFn) -> Tally:
    providers = draw(_ids)
    children = draw(st.integers(0, 500)) if providers else 0
    return Tally(
        providers=providers,
        apart=providers & draw(_ids),
        npos=providers & draw(_ids),
        children=children,
        children_apart=draw(st.integers(0, children)),
    )


@given(_part, _part)
def test_a_share_lies_between_none_and_all_and_of_nothing_there_is_none(part: int, rest: int) -> None:
    figure = rules.share(part, part + rest)
    if not part + rest:
        assert (figure.fact, figure.reason) == (None, "no_data")
        return
    assert isinstance(figure.fact, int | float)
    assert 0 <= figure.fact <= 100
    assert abs(Decimal(str(figure.fact)) - Decimal(100 * part) / (part + rest)) <= Decimal("0.05")
    more = rules.share(part + 1, part + rest + 1).fact
    assert isinstance(more, int | float)
    assert more >= figure.fact, "one more of the part never lowers the share"


@settings(max_examples=60)
@given(_tallies(), _ids)
def test_parts_are_never_more_than_their_wholes(found: Tally, supported: frozenset[str]) -> None:
    figures = rules.counts(found, supported)
    facts = {row: figure.fact for row, figure in figures.items()}
    assert rules.beyond_parents(facts) == frozenset()
    assert all((figure.fact is None) == (figure.reason is not None) for figure in figures.values())
    assert all(figure.lacking is None or figure.lacking >= 0 for figure in figures.values())
    if found.children:
        assert facts["3.5"] is not None
        assert facts["3.5"] <= facts["3.4"]  # type: ignore[operator]
        assert facts["1.4"] is None or facts["1.4"] <= facts["1.3"]  # type: ignore[operator]
    else:
        assert set(facts.values()) == {None}


@settings(max_examples=60)
@given(_tallies(), _ids, st.booleans())
def test_rows_of_providers_are_of_those_who_work(found: Tally, some: frozenset[str], is_share: bool) -> None:
    for figure in (
        rules.competition(found, some, is_share=is_share),
        rules.of_providers(len(some & found.providers), found, is_share=is_share),
    ):
        if not found.providers:
            assert (figure.fact, figure.reason) == (None, "no_data")
            continue
        assert isinstance(figure.fact, int | float)
        assert 0 <= figure.fact <= (100 if is_share else len(found.providers))
    assert rules.competition(found, None, is_share=is_share).reason == "analysis"


def _row(unit: str | None, base: str | None, target: str | None) -> IndicatorRow:
    return IndicatorRow(
        goal_no=1,
        goal="Задача",
        type=IndicatorType.FINAL,
        text="показатель",
        is_subrow=False,
        unit=unit,
        base_value=base,
        base_year=2023,
        target_value=target,
        target_year=2024,
        responsible=None,
        formula="1.1",
    )


@given(st.integers(0, 10**9), st.sampled_from(("", "значение: ")), st.sampled_from(("", ",")))
def test_a_number_is_read_as_people_write_it(number: int, lead: str, tail: str) -> None:
    typed = lead + f"{number:,}".replace(",", " ") + tail
    row = _row("единиц", "0", "2")
    assert rules.clean_value(row, typed) == str(number)
    assert rules.value_of(rules.clean_value(row, typed)) == number


@given(st.one_of(st.integers(-(10**6), -1), st.integers(101, 10**6)))
def test_a_share_out_of_its_bounds_is_refused(number: int) -> None:
    with pytest.raises(Invalid) as refused:
        rules.clean_value(_row("процент", "0", "70"), f"{number} проц.")
    assert (refused.value.field, refused.value.why) == ("indicator", "negative" if number < 0 else "hundred")


@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 100), st.integers(1, 365))
def test_an_outlook_meets_its_target_or_tells_the_gap(base: int, fact: int, target: int, passed: int) -> None:
    today = date.fromordinal(date(2023, 12, 31).toordinal() + passed)
    found = rules.outlook(base, 2023, fact, target, 2024, today=today)
    assert found is not None
    assert found.is_met == (fact >= target)
    assert found.gap == max(0, target - fact)
    assert found.value is None or found.value >= 0
    if today == date(2024, 12, 31) and found.value is not None:
        assert abs(found.value - fact) <= 1, "at the end the line is where the fact is"
    assert rules.outlook(base, 2023, fact, target, 2024, today=date(2025, 1, 1)).value is None  # type: ignore[union-attr]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(0, 9)), max_size=4), st.integers(1, 3))
def test_a_digest_changes_with_every_row_and_with_the_formulas(rows: list[dict[str, int]], version: int) -> None:
    one = rules.digest(rows, version)
    assert one == rules.digest([dict(reversed(row.items())) for row in rows], version)
    assert one != rules.digest([*rows, {"a": 1}], version)
    assert one != rules.digest(rows, version + 1)
