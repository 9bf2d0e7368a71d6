"""Move what a case holds: into force, paid by an act, given back. The caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import refused_by_database
from services.core.errors import Invalid
from services.orders.actions.entries import shift, write
from services.orders.errors import ActLineTwice, MoreThanHeld, NothingHeld
from services.orders.models import Account, Agreement, FocusLimit, FundingPeriod, Hold, Kind, Model, OrderLine, Unit
from services.orders.rules import MOVES, Facts
from services.orders.rules.moves import FREES

_COLUMNS = (
    *(Hold.id, Hold.case_id, Hold.part, Hold.account_id, Hold.order_line_id, Hold.period_id, Hold.focus_limit_id),
    *(Hold.agreement_id, Hold.children, Hold.hours_reserved, Hold.hours_committed, Hold.hours_paid),
    *(Hold.money_reserved, Hold.money_committed, Hold.money_paid, Account.model, Account.unit),
)
ENDED = "the certificate has ended"
"""The reason of the entry by which a certificate takes its nominal away."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a case holds, locked."""

    id: int
    case_id: int
    part: int
    account_id: int
    order_line_id: int
    period_id: int | None
    focus_limit_id: int | None
    agreement_id: int | None
    children: int
    hours_reserved: int
    hours_committed: int
    hours_paid: int
    money_reserved: int
    money_committed: int
    money_paid: int
    model: Model
    unit: Unit


async def commit(session: AsyncSession, *, case_id: int, actor_id: int | None, now: datetime) -> None:
    """The contract is in force: all that is reserved becomes committed. Raises NothingHeld."""
    for part in await _reserved(session, case_id):
        facts = [Facts(Kind.COMMIT, part.hours_reserved, part.money_reserved, part.id)]
        await apply(session, part, facts, actor_id=actor_id, now=now)


async def release(session: AsyncSession, *, case_id: int, reason: str, actor_id: int | None, now: datetime) -> None:
    """No contract came of it: all that is reserved goes back to the order and to the child. Raises NothingHeld."""
    for part in await _reserved(session, case_id):
        facts = _ending(part, Facts(Kind.RELEASE, part.hours_reserved, part.money_reserved, part.id, reason))
        await apply(session, part, facts, actor_id=actor_id, now=now)


async def give_back(session: AsyncSession, *, case_id: int, reason: str, actor_id: int | None, now: datetime) -> None:
    """The contract has ended early: what was not rendered goes back to the order and to the child.

    Raises NothingHeld when the contract has nothing left.
    """
    parts = [part for part in await parts_of_case(session, case_id) if part.hours_committed or part.money_committed]
    if not parts:
        raise NothingHeld(case_id)
    for part in parts:
        facts = _ending(part, Facts(Kind.RETURN, part.hours_committed, part.money_committed, part.id, reason))
        await apply(session, part, facts, actor_id=actor_id, now=now)


@dataclass(frozen=True, slots=True)
class Paid:
    """A line of an accepted act of rendered services: person-hours and kopecks.

    ``part`` counts the funding periods of the certificate from 0.
    """

    act_line: str
    hours: int
    money: int
    part: int = 0


async def consume(session: AsyncSession, *, case_id: int, paid: Paid, actor_id: int | None, now: datetime) -> None:
    """A line of an accepted act pays hours and money of the contract.

    Raises NothingHeld, MoreThanHeld, ActLineTwice for a line that was paid already, Invalid for negative amounts.
    """
    if paid.hours < 0 or paid.money < 0:
        raise Invalid("order_hours" if paid.hours < 0 else "order_money", "negative")
    held = next((one for one in await parts_of_case(session, case_id) if one.part == paid.part), None)
    if held is None:
        raise NothingHeld(case_id)
    asked = (("hours", held.hours_committed, paid.hours), ("money", held.money_committed, paid.money))
    for what, left, wanted in asked:
        if wanted > left:
            raise MoreThanHeld(what, left, wanted)
    twice = ActLineTwice(paid.act_line)
    with refused_by_database({"uq_ledger_entries_act_line": twice, "ledger_entries.act_line": twice}):
        facts = [Facts(Kind.CONSUME, paid.hours, paid.money, held.id, act_line=paid.act_line)]
        await apply(session, held, facts, actor_id=actor_id, now=now)


async def parts_of_case(session: AsyncSession, case_id: int, *, ended: bool = False) -> list[Part]:
    """What the case holds, part by part, locked until the end of the transaction; with ``ended`` also what it held."""
    wanted = select(*_COLUMNS).join(Account, Account.id == Hold.account_id).where(Hold.case_id == case_id)
    if not ended:
        wanted = wanted.where(Hold.ended_at.is_(None))
    rows = await session.execute(wanted.order_by(Hold.part, Hold.id).with_for_update(of=Hold))
    found: Sequence[Sequence[Any]] = rows.all()
    return [Part(*row) for row in found]


async def apply(
    session: AsyncSession, part: Part, facts: Sequence[Facts], *, actor_id: int | None, now: datetime
) -> None:
    """Move the hold, the order's line, the limits and the account by the first entry; write all entries."""
    first = facts[0]
    await _move_hold(session, part, first, now)
    await _move_line(session, part, first)
    if first.kind in FREES:
        await _free_limits(session, part, first)
    after = await shift(session, part.account_id, part.unit, facts)
    await write(session, part.account_id, after, facts, actor_id=actor_id, now=now)


async def _reserved(session: AsyncSession, case_id: int) -> list[Part]:
    parts = [part for part in await parts_of_case(session, case_id) if part.hours_reserved or part.money_reserved]
    if not parts:
        raise NothingHeld(case_id)
    return parts


def _ending(part: Part, freed: Facts) -> list[Facts]:
    """Where each certificate brings its own nominal, it takes away what comes back; a yearly nominal stays."""
    if part.model is Model.ACCOUNT:
        return [freed]
    return [freed, Facts(Kind.ADJUST, -freed.hours, -freed.money, part.id, ENDED)]


def frees_child(part: Part, kind: Kind) -> int:
    """Whether the child's place in the line comes back: a child who has been taught stays counted."""
    return part.children if kind in FREES and not (part.hours_paid or part.money_paid) else 0


async def _move_hold(session: AsyncSession, part: Part, first: Facts, now: datetime) -> None:
    signs = MOVES[first.kind]
    values = {
        f"{what}_{name}": getattr(part, f"{what}_{name}") + getattr(signs, name) * amount
        for what, amount in (("hours", first.hours), ("money", first.money))
        for name in ("reserved", "committed", "paid")
    }
    is_over = not any(amount for name, amount in values.items() if not name.endswith("paid"))
    values["children"] = part.children - frees_child(part, first.kind)
    moved = update(Hold).where(Hold.id == part.id).values(**values, ended_at=now if is_over else None)
    await session.execute(moved.execution_options(synchronize_session=False))


async def _move_line(session: AsyncSession, part: Part, first: Facts) -> None:
    promised = -1 if first.kind in FREES else 0
    bound = {Kind.COMMIT: 1, Kind.RETURN: -1}.get(first.kind, 0)
    paid = 1 if first.kind is Kind.CONSUME else 0
    values = {
        f"{what}_{name}": getattr(OrderLine, f"{what}_{name}") + sign * amount
        for what, amount in (("hours", first.hours), ("money", first.money))
        for name, sign in (("reserved", promised), ("committed", bound), ("paid", paid))
        if sign
    }
    freed = frees_child(part, first.kind)
    if freed:
        values["children_reserved"] = OrderLine.children_reserved - freed
    if values:
        moved = update(OrderLine).where(OrderLine.id == part.order_line_id).values(**values)
        await session.execute(moved.execution_options(synchronize_session=False))


async def _free_limits(session: AsyncSession, part: Part, freed: Facts) -> None:
    for table, limit_id in ((FundingPeriod, part.period_id), (Agreement, part.agreement_id)):
        if limit_id is not None:
            given = update(table).where(table.id == limit_id).values(money_reserved=table.money_reserved - freed.money)
            await session.execute(given.execution_options(synchronize_session=False))
    if part.focus_limit_id is not None and frees_child(part, freed.kind):
        given = update(FocusLimit).where(FocusLimit.id == part.focus_limit_id).values(reserved=FocusLimit.reserved - 1)
        await session.execute(given.execution_options(synchronize_session=False))
