"""`python -m tests.support.soak [kills] [--postgresql]`: kill -9 at random moments of the real process.

Each round writes new notices and opens a mailing to all, starts the desk and kills it: mostly within two seconds of its
first message, every fifth time while it starts. Whoever was to be told must have been told in the end, at most one
claim may be told again after a kill, and who wrote while nobody listened is answered. 0 if all this holds.
"""

import argparse
import asyncio
import random
import re
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from bot.sandbox.calls import Call
from services.core.crypto import install, new_keyring
from services.notices.actions import CLAIM
from tests.support.postgres import server_in
from tests.support.town import FIRST, PEOPLE, SPEAKS, Town, tell, tell_everybody, town_in

KILLS = 20
MOMENTS = 2.0
"""Seconds after the first message of a round within which the process is killed."""
NUMBER = re.compile(r"№ (\d+)")
MAILINGS = 1_000_000
"""Numbers from here on are mailings'."""
END = 300.0
HEAD = "| kill | moment | told since the last | told again after it |"


@dataclass
class Book:
    """What has arrived, kill by kill."""

    town: Town
    seen: int = 0
    told: Counter[tuple[int, int]] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)

    def read(self) -> tuple[int, int]:
        """Read on; (messages, how many of them had been told before)."""
        calls = self.town.sandbox.calls.after(self.seen)
        self.seen = calls[-1].n if calls else self.seen
        before, again = self.told.total(), 0
        for call in calls:
            if call.method.lower() in SPEAKS and call.code == 200:
                again += self._note(call)
        return self.told.total() - before, again

    def _note(self, call: Call) -> bool:
        chat = int(call.params["chat_id"])
        number = NUMBER.search(call.params["text"])
        if number is None:
            self.answers[chat] += 1
            return False
        self.told[chat, int(number[1])] += 1
        return self.told[chat, int(number[1])] > 1


async def soak(town: Town, kills: int) -> bool:
    """All rounds, then a last process that ends by itself."""
    book, afterwards = Book(town), []
    line = ""
    say(HEAD)
    say("|---|---|---|---|")
    for number in range(kills):
        await tell(town, first=number * PEOPLE, count=PEOPLE)
        await tell_everybody(town, MAILINGS + number)
        town.types(number % PEOPLE, "/help")
        moment = await _killed(town, is_early=number % 5 == 4)
        told, again = book.read()
        if line:
            afterwards.append(again)
            say(f"{line} {again} |")
        line = f"| {number + 1} | {moment} | {told} |"
        await town.two_minutes_later()
    code = await _to_the_end(town)
    afterwards.append(book.read()[1])
    say(f"{line} {afterwards[-1]} |")
    return _verdict(book, afterwards, code)


async def _killed(town: Town, *, is_early: bool) -> str:
    """Start the desk and kill it; when that was."""
    before, began = town.notices(), monotonic()
    await town.up()
    if not is_early:
        await town.until(lambda: town.notices() > before)
    first = monotonic() - began
    wait = random.uniform(0, MOMENTS)
    await asyncio.sleep(wait)
    await town.down(signal.SIGKILL)
    return f"{wait:.2f} s after its {'start' if is_early else f'first message ({first:.1f} s)'}"


async def _to_the_end(town: Town) -> int:
    """Let a process work until nobody waits; its exit code after SIGTERM."""
    await town.up()
    async with asyncio.timeout(END):
        while await _waiting(town):  # noqa: ASYNC110 (another process does it)
            await asyncio.sleep(0.5)
    return await town.down(signal.SIGTERM)


async def _waiting(town: Town) -> int:
    ((rows, unfilled),) = await town.ask(
        "SELECT (SELECT count(*) FROM notices WHERE status <> 'sent'), (SELECT sum(total - filled) FROM mailings)"
    )
    await town.morning_comes()
    return int(rows) + int(unfilled or 0)


def _verdict(book: Book, afterwards: list[int], code: int) -> bool:
    kills = len(afterwards)
    wanted = {(FIRST + number % PEOPLE, number) for number in range(kills * PEOPLE)}
    wanted |= {(FIRST + person, MAILINGS + number) for person in range(PEOPLE) for number in range(kills)}
    lost = len(wanted - set(book.told))
    asked = Counter(FIRST + number % PEOPLE for number in range(kills))
    unanswered = (asked - book.answers).total()
    say(
        f"{kills} kills, {len(wanted)} messages: lost {lost}, told again {sum(afterwards)}, "
        f"after one kill {max(afterwards)} at most ({CLAIM} allowed); unanswered {unanswered}; exit code {code}"
    )
    return lost == 0 and max(afterwards) <= CLAIM and unanswered == 0 and code == 0


async def _run(folder: Path, kills: int, *, on_postgresql: bool) -> bool:
    if not on_postgresql:
        async with town_in(folder) as town:
            return await soak(town, kills)
    with server_in(folder) as server:
        async with town_in(folder, server.get_uri()) as town:
            return await soak(town, kills)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """0 if nothing was lost, nobody was told again too often, and everybody was answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.soak", description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=KILLS)
    parser.add_argument("--postgresql", action="store_true", help="on a server of its own, not on SQLite")
    chosen = parser.parse_args()
    install(new_keyring())
    with tempfile.TemporaryDirectory() as folder:
        return not asyncio.run(_run(Path(folder), chosen.kills, on_postgresql=chosen.postgresql))


if __name__ == "__main__":
    sys.exit(main())
