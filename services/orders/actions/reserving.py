"""Promise one certificate's volume: the order's line, every limit beside it, the child's account, or nothing.

189-FZ, articles 6, 7 and 20. Every limit is one guarded UPDATE: two clerks at once can never promise more than there
is. After an error the caller rolls back (to its savepoint): earlier limits of the same promise are taken already.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth, refused_by_database
from services.core.errors import Invalid
from services.orders.actions.entries import open_account, shift, write
from services.orders.actions.lines import take_line
from services.orders.errors import (
    AgreementExhausted,
    AlreadyHeld,
    BalanceShort,
    FocusExhausted,
    NoAgreement,
    PeriodExhausted,
)
from services.orders.models import Account, Agreement, FocusLimit, FundingPeriod, Hold, Kind, Model, Unit
from services.orders.queries.terms import Terms, terms
from services.orders.rules import Facts, Part, Volume, amount_of, parts_of
from services.territories.rules import MonthDay

_HOLDS = Hold.metadata.tables["ledger_holds"]
_HOLD = insert(_HOLDS).returning(_HOLDS.c.id)
_ACCOUNTS = Account.metadata.tables["ledger_accounts"]
_EMPTY = dict.fromkeys(("nominal", "balance", "reserved", "committed", "paid", "entries"), 0)
_NEW = OnBoth(lambda insert: insert(_ACCOUNTS).values(**_EMPTY).on_conflict_do_nothing())
_LOCK = (
    select(_ACCOUNTS.c.id, _ACCOUNTS.c.balance, _ACCOUNTS.c.entries)
    .where(*(_ACCOUNTS.c[name] == bindparam(name) for name in ("territory_id", "child_id", "year", "model", "unit")))
    .with_for_update()
)
_FOCUS = (
    update(FocusLimit)
    .where(FocusLimit.id == bindparam("of_focus"), FocusLimit.reserved < FocusLimit.most)
    .values(reserved=FocusLimit.reserved + 1)
    .returning(FocusLimit.id)
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a certificate promises: ``case_id`` is the application's number, money is in kopecks.

    ``first`` is the day of the first lesson that the child can attend, ``last`` the certificate's last day, ``opens``
    the territory's first day of a school year.
    """

    case_id: int
    territory_id: int
    child_id: int
    provider_id: int
    service_code: str | None
    focus: str
    hours: int
    money: int
    first: date
    last: date
    opens: MonthDay


async def reserve(session: AsyncSession, promise: Promise, *, actor_id: int | None, now: datetime) -> int:
    """Reserve; return the id of the order's line that pays (the first part's).

    Raises NoOrderLine, OrderExhausted, PeriodExhausted, FocusExhausted, NoAgreement, AgreementExhausted, BalanceShort
    (the model «account»), AlreadyHeld for a case that holds money already, Invalid for impossible amounts.
    """
    if promise.hours < 0 or promise.money < 0:
        raise Invalid("order_hours" if promise.hours < 0 else "order_money", "negative")
    agreed = await terms(
        session,
        territory_id=promise.territory_id,
        day=promise.first,
        focus=promise.focus,
        provider_id=promise.provider_id,
    )
    parts = parts_of(agreed.split, promise.first, promise.last, promise.opens, hours=promise.hours, money=promise.money)
    rows = await _take_limits(session, promise, agreed, parts, now)
    facts = [Facts(Kind.RESERVE, part.hours, part.money) for part in parts]
    if agreed.model is Model.PER_SERVICE:
        facts.insert(0, Facts(Kind.ALLOCATE, promise.hours, promise.money))
    account_id, after = await _take_account(session, promise, agreed, facts, now)
    ids = [await _hold(session, {**row, "account_id": account_id}) for row in rows]
    named = [replace(one, hold_id=ids.pop(0)) if one.kind is Kind.RESERVE else one for one in facts]
    await write(session, account_id, after, named, actor_id=actor_id, now=now)
    return int(rows[0]["order_line_id"])


async def _take_limits(
    session: AsyncSession, promise: Promise, agreed: Terms, parts: list[Part], now: datetime
) -> list[dict[str, Any]]:
    """Take the lines in the order of years, then the limits: one order for all, so none waits for ever."""
    rows = [await _take_part(session, promise, parts, number, now) for number in range(len(parts))]
    for row, part in zip(rows, parts, strict=True):
        row["period_id"] = await _take_period(session, promise, part) if agreed.has_periods else None
        row["agreement_id"] = agreed.agreement_id
        row["focus_limit_id"] = None
    rows[0]["focus_limit_id"] = agreed.focus_limit_id
    if agreed.focus_limit_id is not None:
        await _take_focus(session, promise, agreed.focus_limit_id)
    await _take_agreement(session, promise, agreed)
    return rows


async def _take_part(
    session: AsyncSession, promise: Promise, parts: list[Part], number: int, now: datetime
) -> dict[str, Any]:
    """Take one part of its year's line; the child counts once in each year."""
    part = parts[number]
    children = int(all(other.year != part.year for other in parts[:number]))
    line_id = await take_line(
        session,
        territory_id=promise.territory_id,
        year=part.year,
        service_code=promise.service_code,
        wanted=Volume(children, part.hours, part.money),
    )
    return {
        "case_id": promise.case_id,
        "part": number,
        "order_line_id": line_id,
        "children": children,
        "hours_reserved": part.hours,
        "money_reserved": part.money,
        "made_at": now,
    }


async def _take_period(session: AsyncSession, promise: Promise, part: Part) -> int:
    taken: int | None = await session.scalar(
        update(FundingPeriod)
        .where(
            FundingPeriod.territory_id == promise.territory_id,
            FundingPeriod.starts_on <= part.first,
            FundingPeriod.ends_on >= part.first,
            FundingPeriod.money_limit - FundingPeriod.money_reserved >= part.money,
        )
        .values(money_reserved=FundingPeriod.money_reserved + part.money)
        .returning(FundingPeriod.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        raise PeriodExhausted(part.first)
    return taken


async def _take_focus(session: AsyncSession, promise: Promise, limit_id: int) -> None:
    if await session.scalar(_FOCUS, {"of_focus": limit_id}) is None:
        most = await session.scalar(select(FocusLimit.most).where(FocusLimit.id == limit_id))
        raise FocusExhausted(promise.focus, most or 0, promise.first.year)


async def _take_agreement(session: AsyncSession, promise: Promise, agreed: Terms) -> None:
    if agreed.agreement_id is None:
        if agreed.needs_agreement:
            raise NoAgreement
        return
    taken = await session.scalar(
        update(Agreement)
        .where(
            Agreement.id == agreed.agreement_id,
            Agreement.money_limit.is_(None) | (Agreement.money_limit - Agreement.money_reserved >= promise.money),
        )
        .values(money_reserved=Agreement.money_reserved + promise.money)
        .returning(Agreement.id)
        .execution_options(synchronize_session=False)
    )
    if taken is None:
        number = await session.scalar(select(Agreement.number).where(Agreement.id == agreed.agreement_id))
        raise AgreementExhausted(number or "")


async def _take_account(
    session: AsyncSession, promise: Promise, agreed: Terms, facts: list[Facts], now: datetime
) -> tuple[int, int]:
    """Move the child's account of the year; its id and the number of its last entry before."""
    key = {
        "territory_id": promise.territory_id,
        "child_id": promise.child_id,
        "year": promise.first.year,
        "model": agreed.model,
        "unit": agreed.unit,
    }
    if agreed.model is Model.PER_SERVICE:
        return await open_account(session, key, agreed.unit, facts)
    account_id, left = await own_account(session, key, agreed, now)
    wanted = amount_of(agreed.unit, promise.hours, promise.money)
    if left < wanted:
        raise BalanceShort(agreed.unit, left, wanted)
    return account_id, await shift(session, account_id, agreed.unit, facts)


async def own_account(session: AsyncSession, key: dict[str, Any], agreed: Terms, now: datetime) -> tuple[int, int]:
    """A child's account with a yearly nominal, locked; made with its nominal when first needed. Id and balance."""
    await session.execute(_NEW.of(session), key)
    row = (await session.execute(_LOCK, key)).one()
    if row.entries:
        return row.id, row.balance
    is_hours = agreed.unit is Unit.HOURS
    nominal = Facts(Kind.ALLOCATE, agreed.nominal if is_hours else 0, 0 if is_hours else agreed.nominal)
    after = await shift(session, row.id, agreed.unit, [nominal])
    await write(session, row.id, after, [nominal], actor_id=None, now=now)
    return row.id, agreed.nominal


async def _hold(session: AsyncSession, row: dict[str, Any]) -> int:
    twice = AlreadyHeld(row["case_id"])
    with refused_by_database({"uq_ledger_holds_live": twice, "ledger_holds.case_id": twice}):
        return int((await session.execute(_HOLD, row)).scalar_one())
