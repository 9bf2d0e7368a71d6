"""What encrypting adds to a touch: the same answers to the same form, with the cipher and with none, in turns."""

import gc
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median

from bot import logs, migrate
from handlers.parent.families.keyboards import Ask, Proceed
from services.core.crypto import Keyring, install, new_keyring
from services.core.db import open_database
from tests.benchmarks.table import Row
from tests.support.bot import FedDesk

ROUNDS, TOUCHES = 30, 20
PERSON = 700


class Plain(Keyring):
    """The same framing, and no cipher."""

    def seal(self, text: str, column: str) -> bytes:
        del column
        return bytes([self.current]) + text.encode()

    def open(self, blob: bytes, column: str) -> str:
        del column
        return blob[1:].decode()


async def cipher_rows(_wanted: frozenset[str]) -> list[Row]:
    """Typed answers of a half-filled form: a look-up of the person, the dialogue and the draft, read and written."""
    logs.configure("WARNING")
    ring = new_keyring()
    rings = {"ours": ring, "plain": Plain(ring.current, ring.keys, ring.index_key)}
    taken: dict[str, list[float]] = {"ours": [], "plain": []}
    ratios: list[float] = []
    async with AsyncExitStack() as stack:
        desks = {}
        for name, one in rings.items():
            install(one)
            desks[name] = await stack.enter_async_context(_desk())
        gc.disable()
        for _round in range(ROUNDS):
            for name, one in rings.items():
                install(one)
                taken[name].append(await _touches(desks[name]))
            ratios.append(taken["ours"][-1] / taken["plain"][-1])
        gc.enable()
    ours, plain = (median(taken[name]) * 1000 for name in ("ours", "plain"))
    return [Row("touch with the cipher", "ms", ours=ours, baseline=plain, ratio=median(ratios), most=1.15)]


@asynccontextmanager
async def _desk() -> AsyncIterator[FedDesk]:
    """A desk of its own with somebody in the middle of a form; no network: the cipher's share is at its largest."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder)}/cipher.db")
        await migrate.upgrade(database.engine)
        desk = FedDesk(database)
        await desk.text(PERSON, "/start")
        await desk.press(PERSON, Proceed().pack())
        await _touches(desk)
        yield desk
        await database.dispose()


async def _touches(desk: FedDesk) -> float:
    """Seconds of one touch, of several in a row: a question again by a button, and its answer in words."""
    began = time.perf_counter()
    for _each in range(TOUCHES // 2):
        await desk.press(PERSON, Ask(form="representative", field="full_name").pack())
        await desk.text(PERSON, "Орлова Анна Сергеевна")
    return (time.perf_counter() - began) / TOUCHES
