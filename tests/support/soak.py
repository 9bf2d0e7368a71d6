"""`python -m tests.support.soak [kills]`: kill -9 at random moments; lost 0, repeated at most one claim a kill."""

import asyncio
import random
import signal
import sys
import tempfile
from pathlib import Path

from services.core.crypto import install, new_keyring
from services.notices.actions import CLAIM
from tests.support.town import tell, town_in

KILLS = 20
EACH = 60


async def soak(folder: Path, kills: int) -> bool:
    """Each round tells more people, starts the desk and kills it in the middle; the last one runs to the end."""
    async with town_in(folder) as town:
        for number in range(kills):
            await tell(town, first=number * EACH, count=EACH)
            await town.up()
            before = town.notices()
            at = before + random.randrange(1, EACH)
            await town.until(lambda at=at: town.notices() >= at)  # type: ignore[misc]
            await town.down(signal.SIGKILL)
            town.two_minutes_later()
            sys.stdout.write(f"kill {number + 1}: after {at - before} sends\n")
            sys.stdout.flush()
        await town.up()
        while town.unsent():  # noqa: ASYNC110 (another process does it)
            await asyncio.sleep(0.1)
        code = await town.down(signal.SIGTERM)
        said = {key: times for key, times in town.said().items() if "№" in key[1]}
        lost, repeated = kills * EACH - len(said), sum(said.values()) - len(said)
    sys.stdout.write(f"{kills} kills: lost {lost}, repeated {repeated} (at most {kills * CLAIM}), exit code {code}\n")
    return lost == 0 and repeated <= kills * CLAIM and code == 0


def main() -> int:
    """0 if nothing was lost."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    install(new_keyring())
    with tempfile.TemporaryDirectory() as folder:
        return not asyncio.run(soak(Path(folder), kills))


if __name__ == "__main__":
    sys.exit(main())
