"""kill -9 and SIGTERM of the real process: nothing lost, one claim repeated at most, presses answered afterwards."""

import random
import signal
from pathlib import Path

from services.notices.actions import CLAIM
from tests.support.town import FIRST, Town, tell, town_in

NOTICES = 80


async def killed_somewhere(town: Town, *, until: int) -> None:
    """Kill the process at a moment that nobody has chosen, while it sends."""
    at = random.randrange(town.notices() + 1, until)
    await town.until(lambda: town.notices() >= at)
    assert await town.down(signal.SIGKILL) == -signal.SIGKILL


async def test_a_killed_desk_loses_nothing_and_a_stopped_one_leaves_nothing_in_hand(tmp_path: Path) -> None:
    async with town_in(tmp_path) as town:
        await tell(town, first=0, count=NOTICES)
        await town.up()
        await killed_somewhere(town, until=NOTICES // 2)
        before = town.notices()
        town.types(3, "/help")  # nobody listens
        await town.two_minutes_later()
        await town.up()
        await town.until(lambda: any(chat == FIRST + 3 and "№" not in text for chat, text in town.said()))
        await town.until(lambda: town.notices() > before)
        assert await town.down(signal.SIGTERM) == 0
        states = dict(await town.ask("SELECT status, count(*) FROM notices GROUP BY status"))
        said = {key: times for key, times in town.said().items() if "№" in key[1]}
        assert "sending" not in states
        assert states["sent"] == len(said)
        assert states["sent"] + states.get("pending", 0) == NOTICES
        repeats = sum(said.values()) - len(said)
        ((counted,),) = await town.ask("SELECT count(*) FROM notices WHERE attempts > 1")
        assert repeats <= counted <= CLAIM
