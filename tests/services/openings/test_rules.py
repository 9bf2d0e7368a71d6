"""The order of places, without a database."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.core.errors import Invalid
from services.openings import rules
from services.openings.rules import Ballot, Mode

START = datetime(2026, 6, 1, 7, tzinfo=UTC)


def test_strict_order_gives_the_seats_to_the_earliest_and_breaks_ties_by_number() -> None:
    late, tied, first = Ballot(1, 1, 9, START + timedelta(1)), Ballot(3, 3, 9, START), Ballot(2, 2, 9, START)
    places = rules.order_by_time([late, tied, first], {9: 2})
    assert [(one.number, one.place, one.seat) for one in places] == [(2, 1, True), (3, 2, True), (1, 3, False)]


@settings(max_examples=60, deadline=None)
@given(
    wishes=st.lists(st.tuples(st.integers(1, 8), st.integers(1, 4)), min_size=1, max_size=40, unique=True),
    seats=st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
def test_a_first_place_for_every_child_before_a_second_one(wishes: list[tuple[int, int]], seats: list[int]) -> None:
    tags: dict[int, int] = {}
    ballots = []
    for number, (child, group) in enumerate(wishes, 1):
        ballots.append(Ballot(number, tags.setdefault(child, number), group, START + timedelta(seconds=number)))
    free = dict(enumerate(seats, 1))
    mixed, places = rules.order(Mode.DRAW, ballots, free, seed="ab" * 32)
    assert sorted(one.number for one in places) == [one.number for one in ballots]
    groups, tag_of = {one.number: one.group_id for one in ballots}, {one.number: one.tag for one in ballots}
    won = Counter(groups[one.number] for one in places if one.seat)
    asked = Counter(groups.values())
    assert all(won[group] == min(asked[group], free[group]) for group in asked)  # no seat over, none left idle
    held: Counter[int] = Counter()
    for one in places:
        held[tag_of[one.number]] += one.seat
        assert held[tag_of[one.number]] <= one.round
    assert mixed == rules.entropy(reversed([one.number for one in ballots]))


def test_the_draw_is_fair_to_the_late_and_to_the_many() -> None:
    """A child with five applications has no more luck for its first seat than a child with one."""
    ballots = [Ballot(number, 1, number, START) for number in range(1, 6)]
    ballots += [Ballot(6, 6, 1, START + timedelta(hours=1))]
    luck = Counter[int]()
    for number in range(400):
        places = rules.order_by_draw(ballots, {1: 1}, seed=f"{number}", entropy="e")
        luck.update(one.number for one in places if one.seat)
    assert 150 < luck[6] < 250


@pytest.mark.parametrize(
    ("opens", "closes", "why"),
    [(-1, 1, "past"), (0, 1, "past"), (1, 1, "length"), (1, 33, "length"), (400, 401, "far")],
)
def test_hours_that_cannot_be(opens: int, closes: int, why: str) -> None:
    with pytest.raises(Invalid) as wrong:
        rules.check_hours(START + timedelta(opens), START + timedelta(closes), START)
    assert wrong.value.why == why
