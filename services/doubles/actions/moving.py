"""Which rows go over from one record of a child to the other, and back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, and_, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.certificates.actions.waiting import Live
from services.certificates.models import LIVE_STATUSES, Application, WaitingEntry
from services.core.db import Base
from services.doubles.errors import InTheWay
from services.doubles.rules import LEFT
from services.families.models import Child, FamilyInvite, Share, Sheet
from services.families.rules import NO_CATEGORY, Kin, Right
from services.orders.models import Account
from services.orders.models.words import Model
from services.uploads.models import Promise

DETAILS = ("full_name", "birth_date", "snils", "snils_index", "category", "nickname")
NOBODY = {"full_name": "", "birth_date": "1900-01-01", "snils": "", "category": NO_CATEGORY, "nickname": None}


def _tables() -> Iterator[tuple[Table, Column[Any]]]:
    """Every table that names a child, of whatever room: a new one goes over from its first day."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in LEFT and any(key.column.table.name == "children" for key in column.foreign_keys):
                yield table, column


async def check(session: AsyncSession, first: int, second: int) -> None:
    """Raise InTheWay for what would be there twice: live applications to one program, places in one line, money."""
    one, other = aliased(Application), aliased(Application)
    twice = (
        select(one.id, other.id)
        .join(other, and_(other.program_id == one.program_id, other.school_year == one.school_year))
        .where(one.child_id == first, other.child_id == second)
        .where(one.status.in_(LIVE_STATUSES), other.status.in_(LIVE_STATUSES))
    )
    if (row := (await session.execute(twice)).first()) is not None:
        raise InTheWay("applications", tuple(row))
    places = select(WaitingEntry.group_id).where(WaitingEntry.child_id == first, Live)
    again = select(WaitingEntry.id).where(WaitingEntry.child_id == second, Live, WaitingEntry.group_id.in_(places))
    if (number := await session.scalar(again)) is not None:
        raise InTheWay("waiting", (number,))
    mine, theirs = aliased(Account), aliased(Account)
    yearly = (
        select(theirs.id)
        .join(mine, and_(mine.territory_id == theirs.territory_id, mine.year == theirs.year, mine.unit == theirs.unit))
        .where(mine.child_id == first, theirs.child_id == second)
        .where(mine.model == Model.ACCOUNT, theirs.model == Model.ACCOUNT, theirs.balance > 0)
    )
    if await session.scalar(yearly.limit(1)) is not None:
        raise InTheWay("money")


async def merge(session: AsyncSession, first: int, second: int, *, now: datetime) -> dict[str, Any]:
    """Everything of the second record is the first's; return what is needed to take it back."""
    whose = (await session.execute(select(Child).where(Child.id == second))).scalar_one()
    owner: int = (await session.scalars(select(Child.parent_id).where(Child.id == first))).one()
    before: dict[str, Any] = {name: getattr(whose, name) for name in DETAILS}
    before["rows"] = {table.name: await _move(session, table, column, first, second) for table, column in _tables()}
    before["shares"], before["made"] = await _join(session, first, second, {owner, whose.parent_id}, now)
    if whose.parent_id != owner:
        before["shares"] += await _end(session, first, whose.parent_id, now)
        before["made"].append(await _share(session, first, whose.parent_id, now))
    before["sheets"] = await _sheets(session, first, second, owner)
    before["promises"] = await _promises(session, first, second)
    before["accounts"] = await _accounts(session, first, second)
    await session.execute(delete(FamilyInvite).where(FamilyInvite.child_id == second))
    gone = {**NOBODY, "snils_index": f"merged:{second}", "merged_into": first}
    await session.execute(update(Child).where(Child.id == second).values(**gone))
    return before


async def restore(session: AsyncSession, first: int, second: int, before: dict[str, Any], *, now: datetime) -> None:
    """The second record is what it was; what was filed since stays with the first."""
    details = {name: before[name] for name in DETAILS}
    await session.execute(update(Child).where(Child.id == second).values(**details, merged_into=None))
    for table, column in _tables():
        if rows := before["rows"].get(table.name):
            keys = tuple_(*table.primary_key.columns)
            known = keys.in_([tuple(row) for row in rows])
            back = update(table).where(known, column == first).values({column.name: second})
            await session.execute(back)
    ended = update(Share).where(Share.id.in_(before["made"]), Share.until.is_(None)).values(until=now)
    await session.execute(ended)
    reopened = update(Share).where(Share.id.in_(before["shares"])).values(until=None)
    await session.execute(reopened)
    for old, new, owner in before["sheets"]:
        own = Sheet.key == new, Sheet.child_id == first
        await session.execute(update(Sheet).where(*own).values(key=old, child_id=second, person_id=owner))
    moved = Promise.kind.in_(before["promises"]), Promise.child_id == first
    await session.execute(update(Promise).where(*moved).values(child_id=second))
    await session.execute(update(Account).where(Account.id.in_(before["accounts"])).values(child_id=second))


async def _move(session: AsyncSession, table: Table, column: Column[Any], first: int, second: int) -> list[list[int]]:
    moved = update(table).where(column == second).values({column.name: first})
    return [list(row) for row in await session.execute(moved.returning(*table.primary_key.columns))]


async def _join(
    session: AsyncSession, first: int, second: int, firsts: set[int], now: datetime
) -> tuple[list[int], list[int]]:
    """Others of the second family are of the first one too, with the right that they had; (ended, made) shares."""
    rows = await session.scalars(select(Share).where(Share.child_id == second, Share.until.is_(None)))
    there = set(await session.scalars(select(Share.person_id).where(Share.child_id == first, Share.until.is_(None))))
    ended, made = [], []
    for share in list(rows):
        share.until = now
        ended.append(share.id)
        if share.person_id not in there | firsts:
            made.append(await _share(session, first, share.person_id, now, share.right, share.kin))
    await session.flush()
    return ended, made


async def _end(session: AsyncSession, child_id: int, person: int, now: datetime) -> list[int]:
    """Who is of the family already, and is to have a wider right there."""
    known = Share.child_id == child_id, Share.person_id == person, Share.until.is_(None)
    return list(await session.scalars(update(Share).where(*known).values(until=now).returning(Share.id)))


async def _share(
    session: AsyncSession, child_id: int, person: int, now: datetime, right: Right = Right.SIGN, kin: Kin = Kin.ADULT
) -> int:
    """An adult who was a first representative may sign here too."""
    values = {"child_id": child_id, "person_id": person, "right": right, "kin": kin, "since": now}
    made: int = (await session.execute(insert(Share).values(**values).returning(Share.id))).scalar_one()
    return made


async def _sheets(session: AsyncSession, first: int, second: int, owner: int) -> list[tuple[str, str, int]]:
    """Forms that the first record has not; those that both have stay as the first one's."""
    there = set(await session.scalars(select(Sheet.key).where(Sheet.child_id == first)))
    moved = []
    for sheet in list(await session.scalars(select(Sheet).where(Sheet.child_id == second))):
        key = f"{sheet.key.removesuffix(f'-{second}')}-{first}"
        if key not in there:
            moved.append((sheet.key, key, sheet.person_id))
            own = Sheet.person_id == sheet.person_id, Sheet.key == sheet.key
            await session.execute(update(Sheet).where(*own).values(key=key, child_id=first, person_id=owner))
    return moved


async def _promises(session: AsyncSession, first: int, second: int) -> list[str]:
    there = select(Promise.kind).where(Promise.child_id == first)
    moved = update(Promise).where(Promise.child_id == second, Promise.kind.not_in(there)).values(child_id=first)
    return list(await session.scalars(moved.returning(Promise.kind).execution_options(synchronize_session=False)))


async def _accounts(session: AsyncSession, first: int, second: int) -> list[int]:
    """Accounts that the first record has not; the others stay where they are: what is held of them is by the case."""
    mine = aliased(Account)
    same = and_(
        mine.child_id == first,
        mine.territory_id == Account.territory_id,
        mine.year == Account.year,
        mine.model == Account.model,
        mine.unit == Account.unit,
    )
    there = select(mine.id).where(same).exists()
    moved = update(Account).where(Account.child_id == second, ~there).values(child_id=first).returning(Account.id)
    return list(await session.scalars(moved.execution_options(synchronize_session=False)))
