"""The call log, and faults on demand."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CALLS_KEPT = 20_000
KINDS = {"error", "drop", "lost", "slow"}


@dataclass(frozen=True)
class Call:
    """One call of the bot: what it asked, and what it was told."""

    n: int
    method: str
    params: dict[str, Any]
    at: float
    code: int = 200
    description: str = ""
    violation: bool = False

    def as_json(self) -> dict[str, Any]:
        """The call for the log page and the JSON lines."""
        return {
            "n": self.n,
            "method": self.method,
            "params": self.params,
            "ok": self.code == 200,
            "error_code": None if self.code == 200 else self.code,
            "description": self.description or None,
            "violation": self.violation,
            "at": round(self.at, 6),
        }


class CallLog:
    """A bounded log of the bot's calls; a violation is a call that Telegram's strict rules refuse."""

    def __init__(self, path: Path | None = None) -> None:
        self._calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self._file = path.open("a", encoding="utf-8") if path else None
        self.total = 0
        self.violations = 0
        self.tap: bytearray | None = None
        """All that went over the line in either direction, files too, since somebody began to listen; None: nobody."""

    def heard(self, said: dict[str, Any], files: Iterable[tuple[str, bytes]] = ()) -> None:
        """Note what went over the line, if somebody listens."""
        if self.tap is None:
            return
        self.tap += json.dumps(said, ensure_ascii=False, default=str).encode() + b"\n"
        for name, content in files:
            self.tap += name.encode() + b"\n" + content + b"\n"

    def add(
        self, method: str, params: dict[str, Any], at: float, code: int, description: str, *, violation: bool
    ) -> None:
        """Write one call down."""
        self.total += 1
        self.violations += violation
        call = Call(self.total, method, params, at, code, description, violation)
        self._calls.append(call)
        if self._file:
            self._file.write(json.dumps(call.as_json(), ensure_ascii=False) + "\n")
            self._file.flush()

    def after(self, n: int) -> list[Call]:
        """Calls later than the n-th, oldest first; the oldest of all may be forgotten."""
        found = []
        for call in reversed(self._calls):
            if call.n <= n:
                break
            found.append(call)
        return found[::-1]

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


@dataclass
class Fault:
    """What befalls the next calls: error (502), drop (nothing done, no answer), lost (done, no answer), slow."""

    kind: str
    left: int
    method: str | None


async def _five_seconds() -> None:
    await asyncio.sleep(5)


class Faults:
    """Faults on demand; what «slow» waits for is injected, so tests need not sleep."""

    def __init__(self, pause: Callable[[], Awaitable[None]] = _five_seconds) -> None:
        self.pause = pause
        self._planned: list[Fault] = []

    def add(self, kind: str, n: int = 1, method: str | None = None) -> None:
        """Plan a fault for the next n calls (of one method, or of any but getUpdates)."""
        if kind not in KINDS:
            raise ValueError(kind)
        self._planned.append(Fault(kind, n, method.lower() if method else None))

    def take(self, method: str) -> str | None:
        """The fault that befalls this call."""
        for fault in self._planned:
            if fault.method == method or (fault.method is None and method != "getupdates"):
                fault.left -= 1
                if fault.left <= 0:
                    self._planned.remove(fault)
                return fault.kind
        return None
