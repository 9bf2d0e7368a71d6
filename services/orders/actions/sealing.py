"""Sealing the opening entries: once, after the migration that wrote them, when the keys are known."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.orders.models import CLOSING, OPENING, Entry, Seal
from services.orders.rules.moves import Facts, closing_digest, digest_of

CHUNK = 5_000
_INSERT = insert(Seal.metadata.tables["ledger_seals"])
_OPENING = select(
    *(Entry.id, Entry.account_id, Entry.seq, Entry.kind, Entry.hours, Entry.money, Entry.hold_id, Entry.reason),
    *(Entry.act_line, Entry.reverses, Entry.actor_id, Entry.made_at),
).where(Entry.digest == OPENING)


async def seal_opening(session: AsyncSession) -> int:
    """Give every opening entry its digest; how many were sealed. A ledger that is sealed takes no more: 0."""
    if await session.scalar(select(Seal.entry_id).where(Seal.entry_id == CLOSING)) is not None:
        return 0
    last = count = 0
    while rows := (await session.execute(_OPENING.where(Entry.id > last).order_by(Entry.id).limit(CHUNK))).all():
        seals = []
        for row in rows:
            facts = Facts(row.kind, row.hours, row.money, row.hold_id, row.reason, row.act_line, row.reverses)
            digest = digest_of(row.account_id, row.seq, facts, row.actor_id, row.made_at)
            seals.append({"entry_id": row.id, "digest": digest})
        await session.execute(_INSERT, seals)
        last, count = rows[-1].id, count + len(rows)
    await session.execute(_INSERT, [{"entry_id": CLOSING, "digest": closing_digest(count)}])
    return count
