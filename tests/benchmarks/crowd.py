"""Families by the thousand: each a person with a door, the details of a representative, and one child."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import CHANNEL
from services.core.crypto import keyring
from services.core.db import Base
from services.core.models import Door, Person
from services.families.models import Child, Representative

CHILDREN = ("Ковалёв Тимур Олегович", "Лебедева Вера Андреевна", "Морозова Аня Павловна", "Гусев Лев Романович")
PARENTS = ("Ковалёва Марина Игоревна", "Лебедева Ольга Сергеевна", "Морозов Павел Ильич", "Гусева Елена Викторовна")
SNILS = "11223344595"
AT_ONCE = 500


async def settle(session: AsyncSession, many: int, *, first: int, born: str, now: datetime) -> list[tuple[int, int]]:
    """Let families in, with the addresses ``first``, ``first`` + 1, …; return (parent, child) of each."""
    people = await _write(session, Person, [{"locale": "ru", "created_at": now}] * many)
    await _write(session, Door, [door(person, first + number) for number, person in enumerate(people)])
    named = [representative(person, number, now) for number, person in enumerate(people)]
    for rows in _pieces(named):
        await session.execute(insert(Representative), rows)
    children = await _write(session, Child, [child(person, number, born, now) for number, person in enumerate(people)])
    return list(zip(people, children, strict=True))


def door(person_id: int, address: int) -> dict[str, Any]:
    """How the person is known at the messenger."""
    index = keyring().blind_index(str(address), f"door.{CHANNEL}")
    return {"person_id": person_id, "channel": CHANNEL, "address": str(address), "address_index": index}


def representative(person_id: int, number: int, now: datetime) -> dict[str, Any]:
    """The parent's own details."""
    phone = f"+7900{number:07d}"
    told = {"full_name": PARENTS[number % len(PARENTS)], "phone": phone, "phone_index": f"{number:064d}"}
    return {"person_id": person_id, "changed_at": now, **told}


def child(parent_id: int, number: int, born: str, now: datetime) -> dict[str, Any]:
    """One child, without a category."""
    told = {"full_name": CHILDREN[number % len(CHILDREN)], "birth_date": born, "snils": SNILS, "category": "none"}
    return {"parent_id": parent_id, "snils_index": f"{number:064d}", "nickname": None, "created_at": now, **told}


async def _write(session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]) -> list[int]:
    made: list[int] = []
    back = insert(table).returning(table.id, sort_by_parameter_order=True)  # type: ignore[attr-defined]
    for piece in _pieces(rows):
        made += await session.scalars(back, piece)
    return made


def _pieces(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))
