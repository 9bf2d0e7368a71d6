"""The steps of a mailing grow and shrink with what they take."""

from bot.pace import FEWEST, FIRST, MOST, SECONDS, Pace


def test_quick_steps_grow_and_slow_ones_shrink_at_once() -> None:
    pace = Pace()
    assert pace.rows == FIRST
    pace.took(SECONDS / 100)
    assert pace.rows == 2 * FIRST
    for _step in range(10):
        pace.took(SECONDS / 100)
    assert pace.rows == MOST
    pace.took(10 * SECONDS)
    assert pace.rows == MOST // 10
    pace.took(1000 * SECONDS)
    assert pace.rows == FEWEST
    pace.took(0.0)
    assert pace.rows == 2 * FEWEST
