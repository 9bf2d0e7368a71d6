"""Whether the ledger holds together: every fault names its row. The figures must agree to the kopeck.

What is checked: each entry is as it was written (an opening one: as it was sealed) and none is missing; each account
and each hold is the sum of its entries, nothing is below nought, nominal = balance + reserved + committed + paid; each
order line, funding period, focus limit and agreement is the sum of its holds and within its limit.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, bindparam, case, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import BigId
from services.orders.models import (
    CLOSING,
    OPENING,
    Account,
    Agreement,
    Entry,
    FocusLimit,
    FundingPeriod,
    Hold,
    Kind,
    OrderLine,
    Seal,
    Unit,
)
from services.orders.rules import MOVES, Facts, closing_digest, digest_of

CHUNK = 5_000
_PAGE = (
    select(
        *(Entry.id, Entry.account_id, Entry.seq, Entry.kind, Entry.hours, Entry.money, Entry.hold_id, Entry.reason),
        *(Entry.act_line, Entry.reverses, Entry.actor_id, Entry.made_at, Entry.digest, Seal.digest.label("seal")),
    )
    .outerjoin(Seal, Seal.entry_id == Entry.id)
    .where(tuple_(Entry.account_id, Entry.seq) > tuple_(bindparam("of_account", type_=BigId), bindparam("of_seq")))
    .order_by(Entry.account_id, Entry.seq)
    .limit(CHUNK)
)
NO_SEAL = "none"
BUCKETS = ("balance", "reserved", "committed", "paid")


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that does not agree: what it says and what it should say."""

    table: str
    row_id: int
    what: str
    is_: str
    should_be: str


async def audit(session: AsyncSession) -> AsyncIterator[Fault]:
    """Every fault of the ledger and of the order's lines; nothing when all agrees."""
    async for fault in _entries(session):
        yield fault
    if (broken := await _seals(session)) is not None:
        yield broken
    for statement in (_accounts(), _holds(), _lines(), *_limits()):
        async for fault in _differing(session, statement):
            yield fault


async def _entries(session: AsyncSession) -> AsyncIterator[Fault]:
    """Read all entries in the order of accounts: each digest, and no number left out."""
    account, seq = 0, 0
    while rows := (await session.execute(_PAGE, {"of_account": account, "of_seq": seq})).all():
        for row in rows:
            expected = seq + 1 if row.account_id == account else 1
            account, seq = row.account_id, row.seq
            if seq != expected:
                yield Fault("ledger_entries", row.id, "seq", str(seq), str(expected))
            facts = Facts(row.kind, row.hours, row.money, row.hold_id, row.reason, row.act_line, row.reverses)
            digest = digest_of(account, seq, facts, row.actor_id, row.made_at)
            said = row.seal or NO_SEAL if row.digest == OPENING else row.digest
            if digest != said:
                yield Fault("ledger_entries", row.id, "digest", said[:12], digest[:12])


async def _seals(session: AsyncSession) -> Fault | None:
    """The closing seal says how many there are: one added or taken away later is seen."""
    closing = await session.scalar(select(Seal.digest).where(Seal.entry_id == CLOSING))
    count = await session.scalar(select(func.count()).select_from(Seal).where(Seal.entry_id != CLOSING)) or 0
    if closing is None and count == 0:
        return None
    said, due = closing or NO_SEAL, closing_digest(count)
    return None if said == due else Fault("ledger_seals", CLOSING, "digest", said[:12], due[:12])


Pair = tuple[str, SQLColumnExpression[Any], SQLColumnExpression[Any]]
Checked = tuple[str, SQLColumnExpression[int], tuple[Pair, ...], Select[Any]]


async def _differing(session: AsyncSession, checked: Checked) -> AsyncIterator[Fault]:
    """Rows of a table whose columns differ from what the statement sums up."""
    table, row_id, pairs, statement = checked
    wrong = [said.is_distinct_from(due) for _name, said, due in pairs]
    columns = [column for _name, said, due in pairs for column in (said, due)]
    found = statement.with_only_columns(row_id, *columns).where(_any(wrong)).order_by(row_id)
    for row in await session.execute(found):
        for number, (name, _said, _due) in enumerate(pairs):
            said, due = row[1 + 2 * number], row[2 + 2 * number]
            if said != due:
                yield Fault(table, row[0], name, str(said), str(int(due)))


def _any(wrong: Sequence[SQLColumnExpression[bool]]) -> SQLColumnExpression[bool]:
    found = wrong[0]
    for one in wrong[1:]:
        found |= one
    return found


def _signed(amount: SQLColumnExpression[int], bucket: str) -> SQLColumnExpression[int]:
    signs = {kind: getattr(MOVES[kind], bucket) for kind in Kind}
    return func.sum(case(*((Entry.kind == kind, sign * amount) for kind, sign in signs.items() if sign), else_=0))


def _whole(value: SQLColumnExpression[Any]) -> SQLColumnExpression[int]:
    return func.coalesce(value, 0)


def _accounts() -> Checked:
    amount = case((Account.unit == Unit.HOURS, Entry.hours), else_=Entry.money)
    sums = (
        select(
            Entry.account_id,
            *(_signed(amount, name).label(name) for name in BUCKETS),
            func.count().label("entries"),
        )
        .join(Account, Account.id == Entry.account_id)
        .group_by(Entry.account_id)
        .subquery()
    )
    pairs = tuple((name, getattr(Account, name), _whole(sums.c[name])) for name in (*BUCKETS, "entries"))
    nominal = Account.balance + Account.reserved + Account.committed + Account.paid
    joined = select(Account.id).outerjoin(sums, sums.c.account_id == Account.id)
    return "ledger_accounts", Account.id, (*pairs, ("nominal", Account.nominal, nominal)), joined


def _holds() -> Checked:
    names = [(what, bucket) for what in ("hours", "money") for bucket in BUCKETS[1:]]
    columns = {"hours": Entry.hours, "money": Entry.money}
    sums = (
        select(Entry.hold_id, *(_signed(columns[what], bucket).label(f"{what}_{bucket}") for what, bucket in names))
        .where(Entry.hold_id.is_not(None))
        .group_by(Entry.hold_id)
        .subquery()
    )
    named = [f"{what}_{bucket}" for what, bucket in names]
    pairs = tuple((name, getattr(Hold, name), _whole(sums.c[name])) for name in named)
    return "ledger_holds", Hold.id, pairs, select(Hold.id).outerjoin(sums, sums.c.hold_id == Hold.id)


def _lines() -> Checked:
    hours, money = Hold.hours_committed + Hold.hours_paid, Hold.money_committed + Hold.money_paid
    parts = {
        "children_reserved": Hold.children,
        "hours_reserved": Hold.hours_reserved + hours,
        "money_reserved": Hold.money_reserved + money,
        "hours_committed": hours,
        "money_committed": money,
        "hours_paid": Hold.hours_paid,
        "money_paid": Hold.money_paid,
    }
    sums = (
        select(Hold.order_line_id, *(func.sum(part).label(name) for name, part in parts.items()))
        .group_by(Hold.order_line_id)
        .subquery()
    )
    pairs = tuple((name, getattr(OrderLine, name), _whole(sums.c[name])) for name in parts)
    joined = select(OrderLine.id).outerjoin(sums, sums.c.order_line_id == OrderLine.id)
    kept = ("children", "hours", "money")
    over = tuple((f"{name}_limit", _most(name), getattr(OrderLine, f"{name}_limit")) for name in kept)
    return "order_lines", OrderLine.id, (*pairs, *over), joined


def _most(name: str) -> SQLColumnExpression[int]:
    """The limit, or what was promised where that is more."""
    reserved, limit = getattr(OrderLine, f"{name}_reserved"), getattr(OrderLine, f"{name}_limit")
    return case((reserved > limit, reserved), else_=limit)


def _limits() -> tuple[Checked, ...]:
    """What stands beside the lines: periods and agreements count money, focuses count certificates."""
    money = Hold.money_reserved + Hold.money_committed + Hold.money_paid
    counted = (
        ("funding_periods", FundingPeriod, Hold.period_id, FundingPeriod.money_reserved, money),
        ("agreements", Agreement, Hold.agreement_id, Agreement.money_reserved, money),
        ("focus_limits", FocusLimit, Hold.focus_limit_id, FocusLimit.reserved, Hold.children),
    )
    found: list[Checked] = []
    for name, table, key, said, part in counted:
        sums = select(key.label("key"), func.sum(part).label("due")).where(key.is_not(None)).group_by(key).subquery()
        joined = select(table.id).outerjoin(sums, sums.c.key == table.id)
        found.append((name, table.id, (("reserved", said, _whole(sums.c.due)),), joined))
    return tuple(found)


async def ledger_size(session: AsyncSession) -> tuple[int, int]:
    """How many accounts and entries there are."""
    accounts = await session.scalar(select(func.count()).select_from(Account))
    entries = await session.scalar(select(func.count()).select_from(Entry))
    return accounts or 0, entries or 0
