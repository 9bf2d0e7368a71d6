"""Mending and ending: a signed change with a reason, the counter-entry of a payment, the end of a year."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import Invalid, NotFound
from services.orders.actions.entries import shift, write
from services.orders.actions.moving import apply, parts_of_case
from services.orders.errors import ActLineTwice, BalanceShort, NothingHeld
from services.orders.models import Account, Entry, Hold, Kind, Model, Unit
from services.orders.rules import Facts

NOT_CARRIED = "the budget year has ended: the rest is not carried over"


async def adjust(
    session: AsyncSession, actor: Actor, *, account_id: int, amount: int, reason: str, now: datetime
) -> None:
    """A person of the body changes a child's nominal and balance by a signed amount in the account's unit.

    Raises NotFound for another territory's account, Invalid without a reason, BalanceShort below nought.
    """
    if not reason.strip():
        raise Invalid("ledger_reason", "format")
    ours = (Account.id == account_id, Account.territory_id.in_(actor.staff_territories))
    row = (await session.execute(select(Account.unit, Account.balance).where(*ours).with_for_update())).one_or_none()
    if row is None:
        raise NotFound("account")
    if row.balance + amount < 0:
        raise BalanceShort(row.unit, row.balance, -amount)
    facts = [_signed(row.unit, amount, reason.strip())]
    after = await shift(session, account_id, row.unit, facts)
    await write(session, account_id, after, facts, actor_id=actor.person_id, now=now)


async def reverse(session: AsyncSession, actor: Actor, *, act_line: str, reason: str, now: datetime) -> None:
    """A payment was wrong: its counter-entry takes it back to what the contract still has.

    Raises NotFound for a line that was not paid or is another territory's, Invalid without a reason, ActLineTwice when
    it was taken back already.
    """
    if not reason.strip():
        raise Invalid("ledger_reason", "format")
    wanted = (
        select(Entry.id, Entry.hours, Entry.money, Entry.hold_id, Hold.case_id)
        .join(Account, Account.id == Entry.account_id)
        .join(Hold, Hold.id == Entry.hold_id)
        .where(Entry.act_line == act_line, Entry.reverses.is_(None), Entry.kind == Kind.CONSUME)
        .where(Account.territory_id.in_(actor.staff_territories))
    )
    paid = (await session.execute(wanted)).one_or_none()
    if paid is None:
        raise NotFound("act")
    if await session.scalar(select(Entry.id).where(Entry.reverses == paid.id)) is not None:
        raise ActLineTwice(act_line)
    part = next((one for one in await parts_of_case(session, paid.case_id, ended=True) if one.id == paid.hold_id), None)
    if part is None:
        raise NothingHeld(paid.case_id)
    facts = [Facts(Kind.CONSUME, -paid.hours, -paid.money, part.id, reason.strip(), act_line, paid.id)]
    await apply(session, part, facts, actor_id=actor.person_id, now=now)


async def close_year(session: AsyncSession, *, territory_id: int, year: int, now: datetime) -> int:
    """End a budget year: what is free on yearly accounts is not carried over. Return how many accounts were closed.

    Money that certificates hold stays theirs. Run twice, it closes nothing more.
    """
    rows = await session.execute(
        select(Account.id, Account.unit, Account.balance)
        .where(
            Account.territory_id == territory_id,
            Account.year == year,
            Account.model == Model.ACCOUNT,
            Account.balance > 0,
        )
        .order_by(Account.id)
        .with_for_update()
    )
    closed = rows.all()
    for row in closed:
        facts = [_signed(row.unit, -row.balance, NOT_CARRIED)]
        after = await shift(session, row.id, row.unit, facts)
        await write(session, row.id, after, facts, actor_id=None, now=now)
    return len(closed)


def _signed(unit: Unit, amount: int, reason: str) -> Facts:
    is_hours = unit is Unit.HOURS
    return Facts(Kind.ADJUST, amount if is_hours else 0, 0 if is_hours else amount, reason=reason)
