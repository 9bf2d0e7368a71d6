"""What a played demo has shown."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import Any

from bot.sandbox.client import Button, Message, Person


@dataclass
class Step:
    """One step of the main job. Taps are presses and commands, inputs are typed messages; seconds are real."""

    name: str
    ok: bool = False
    taps: int = 0
    inputs: int = 0
    seconds: float = 0.0


@dataclass
class Report:
    """All steps, the calls that the bot made, and the indicator table at the end."""

    steps: list[Step] = field(default_factory=list)
    calls: int = 0
    violations: int = 0
    indicators: list[dict[str, Any]] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Every step held and Telegram would have refused nothing."""
        return all(step.ok for step in self.steps) and self.violations == 0

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return asdict(self)


class Voice:
    """One person of the script: acts, and prints what was done and read."""

    def __init__(self, name: str, person: Person, say: Callable[[str], None]) -> None:
        self.name = name
        self.person = person
        self._say = say
        self._newest = 0

    async def start(self) -> Message:
        """Press Start."""
        return self._told("/start", await self.person.start())

    async def write(self, text: str) -> Message:
        """Type a message."""
        return self._told(f"«{text}»", await self.person.send(text))

    async def press(self, prefix: str) -> Message:
        """Press the newest visible button whose callback data has this prefix."""
        return await self.press_where(lambda button: button.data.split(":")[0] == prefix)

    async def press_where(self, fits: Callable[[Button], bool]) -> Message:
        """Press the newest visible button that fits."""
        label = self.person.find(fits).text
        return self._told(f"[{label}]", await self.person.press(fits))

    async def hear(self, fits: Callable[[Message], bool]) -> Message:
        """Wait for a notice that fits and is newer than all that this person has seen."""
        newest = self._newest
        message = await self.person.wait_for(lambda new: new.id > newest and fits(new), timeout=20)
        self._newest = message.id
        self._say(f"        → {self.name}: {_one_line(message.text)}")
        return message

    def _told(self, did: str, message: Message) -> Message:
        self._newest = max(self._newest, message.id)
        self._say(f"{self.name}: {did}")
        self._say(f"        ← {_one_line(message.text)}")
        labels = " ".join(f"[{button.text}]" for button in message.buttons)
        if labels:
            self._say(f"          {labels}")
        return message


def has(message: Message, prefix: str) -> bool:
    """Whether a message has a button of this kind."""
    return any(button.data.split(":")[0] == prefix for button in message.buttons)


def _one_line(text: str) -> str:
    return " / ".join(line for line in text.splitlines() if line.strip())


class Meter:
    """Counts taps, inputs and seconds of a step for everybody who plays in it."""

    def __init__(self, step: Step, people: list[Person]) -> None:
        self._step = step
        self._people = people
        self._before = self._counted()
        self._began = monotonic()

    def _counted(self) -> tuple[int, int]:
        return sum(person.taps for person in self._people), sum(person.inputs for person in self._people)

    def stop(self, *, ok: bool) -> None:
        """Write the figures into the step."""
        taps, inputs = self._counted()
        self._step.taps, self._step.inputs = taps - self._before[0], inputs - self._before[1]
        self._step.seconds = round(monotonic() - self._began, 3)
        self._step.ok = ok
