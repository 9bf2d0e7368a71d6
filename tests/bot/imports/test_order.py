"""Whatever came before: after a later package of the same records, people see what they would see after it alone."""

import random
from pathlib import Path

import pytest

from services.core.db import Database
from services.programs.gateway.verdicts import Box
from tests.services.programs.gateway.packages import package, uuid, valid
from tests.support.importing import Json, Town

TS = 1_788_000_000
NAMES = ("Роботы", "Шахматы", "Лепка", "Футбол", "Хор", "Театр")
CLUBS = ("Центр «Парус»", "ДШИ № 3", "МБУ ДО «Детская музыкальная школа»", "АНО «Студия»")


def _some(rng: random.Random, ts: int, *, of: dict[int, int]) -> Json:
    """A package of always the same uuids. ``of`` are the stamps before: a record that did not change keeps its own."""
    told: dict[str, list[Json]] = {box.value: [] for box in Box}

    def add(box: Box, number: int, **fields: object) -> None:
        changes = number not in of or rng.random() < 0.6
        stamp = ts if changes else of[number]
        seeded = random.Random(f"{number} {stamp}")
        known = {"uuid": uuid(number), "localId": str(number), "lastmodifiedTs": str(stamp)}
        told[box.value].append(valid(box) | known | {key: make(seeded) for key, make in fields.items()})  # type: ignore[operator]
        of[number] = stamp

    def deleted(share: float) -> object:
        return lambda rng: str(rng.random() < share).lower()

    for n in range(3):
        add(Box.PARTNERS, 10 + n, publicName=lambda rng: rng.choice(CLUBS), isDeleted=deleted(0.1))
    for n in range(2):
        add(Box.DIRECTIONS, 20 + n, name=lambda rng: rng.choice(NAMES), isDeleted=deleted(0.2))
    for n in range(6):
        add(
            Box.PROGRAMS,
            30 + n,
            partnerUuid=lambda _rng, n=n: uuid(10 + n % 3),
            directionUuid=lambda _rng, n=n: uuid(20 + n % 2),
            name=lambda rng: rng.choice(NAMES),
            focusCode=lambda rng: rng.choice(("", "tekhnicheskoe", "hudozhestvennoe")),
            state=lambda rng: rng.choice(("published", "published", "archive")),
            programType=lambda rng: rng.choice(("general", "general", "preprof")),
            isDeleted=deleted(0.1),
        )
    for n in range(10):
        add(
            Box.GROUPS,
            50 + n,
            programUuid=lambda _rng, n=n: uuid(30 + n % 6),
            size=lambda rng: str(rng.randint(5, 20)),
            isLocked=lambda rng: rng.choice(("true", "false")),
            dateBegin=lambda rng: rng.choice(("2026-09-01", {})),
            isDeleted=deleted(0.15),
        )
    for n in range(12):
        add(
            Box.SCHEDULES,
            70 + n,
            groupUuid=lambda _rng, n=n: uuid(50 + n % 10),
            weekDays=lambda rng: rng.sample(("mon", "tue", "sat"), 2),
            isDeleted=deleted(0.15),
        )
    return package(**told)


@pytest.mark.parametrize("seed", range(2))
async def test_after_two_as_after_the_second_alone(database: Database, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    stamps: dict[int, int] = {}
    first = _some(rng, TS, of=stamps)
    second = _some(rng, TS + 10, of=stamps)
    both, alone = Town(database, tmp_path, "both"), Town(database, tmp_path, "alone")
    await both.load(first)
    await both.load(second, accepts=True)
    await alone.load(second)
    left, right = [[one | {"digest": ""} for one in await town.shown()] for town in (both, alone)]
    assert left == right != []
