"""Writing the ledger: an account moves, and entries say so, in one transaction. Only this room calls it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth
from services.orders.models import Account, Entry, Unit
from services.orders.rules.moves import MOVES, Buckets, Facts, amount_of, digest_of

_ACCOUNTS = Account.metadata.tables["ledger_accounts"]
_BUCKETS = ("nominal", *Buckets._fields)
_ADDED = {name: _ACCOUNTS.c[name] + bindparam(f"more_{name}") for name in (*_BUCKETS, "entries")}
_INSERT = insert(Entry.metadata.tables["ledger_entries"])
_MOVE = update(_ACCOUNTS).where(_ACCOUNTS.c.id == bindparam("of_account")).values(_ADDED).returning(_ACCOUNTS.c.entries)
_KEY = ("territory_id", "child_id", "year", "model", "unit")
_OPEN = OnBoth(
    lambda insert: (
        insert(_ACCOUNTS)
        .on_conflict_do_update(index_elements=list(_KEY), set_=_ADDED)
        .returning(_ACCOUNTS.c.id, _ACCOUNTS.c.entries)
    )
)


async def open_account(
    session: AsyncSession, key: dict[str, object], unit: Unit, facts: Sequence[Facts]
) -> tuple[int, int]:
    """Make the account of this key, or find it, and move it in one statement: its id, its last entry's number before.

    Only for moves that leave a new account above nought; the caller writes the entries.
    """
    added = _changes(facts, unit)
    row = (await session.execute(_OPEN.of(session), {**key, **added, **_more(added)})).one()
    return row.id, row.entries - len(facts)


async def shift(session: AsyncSession, account_id: int, unit: Unit, facts: Sequence[Facts]) -> int:
    """Move an account; the number of its last entry before. The database refuses what falls below nought."""
    last = await session.scalar(_MOVE, {"of_account": account_id, **_more(_changes(facts, unit))})
    return (last or 0) - len(facts)


async def write(
    session: AsyncSession,
    account_id: int,
    after: int,
    facts: Sequence[Facts],
    *,
    actor_id: int | None,
    now: datetime,
) -> None:
    """Write the entries of a move that was made; ``after`` is the number of the last entry before them."""
    rows = [
        {
            "account_id": account_id,
            "seq": seq,
            "kind": one.kind,
            "hold_id": one.hold_id,
            "hours": one.hours,
            "money": one.money,
            "reason": one.reason,
            "act_line": one.act_line,
            "reverses": one.reverses,
            "actor_id": actor_id,
            "made_at": now,
            "digest": digest_of(account_id, seq, one, actor_id, now),
        }
        for seq, one in enumerate(facts, after + 1)
    ]
    await session.execute(_INSERT, rows)


def _changes(facts: Sequence[Facts], unit: Unit) -> dict[str, int]:
    added = dict.fromkeys((*_BUCKETS, "entries"), 0)
    for one in facts:
        amount, signs = amount_of(unit, one.hours, one.money), MOVES[one.kind]
        added["entries"] += 1
        added["nominal"] += signs.nominal * amount
        for name, sign in zip(Buckets._fields, signs, strict=True):
            added[name] += sign * amount
    return added


def _more(added: dict[str, int]) -> dict[str, int]:
    return {f"more_{name}": amount for name, amount in added.items()}
