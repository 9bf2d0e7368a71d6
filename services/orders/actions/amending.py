"""Amending the order: a draft that outlives its dialogue, the difference, a person's yes (189-FZ, articles 6 and 7)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.db import refused_by_database
from services.core.errors import Invalid, Stale
from services.orders import queries
from services.orders.actions.lines import remove_line, write_line
from services.orders.errors import LimitBelowReserved, LineCommitted, NothingToChange, OrderChanged
from services.orders.models import Amendment, DraftState, OrderDraft
from services.orders.queries import DraftView
from services.orders.rules import lacking
from services.orders.rules.changes import TYPED, Change, Terms, Wanted, differences, dump, filled
from services.orders.rules.days import day_of

LONGEST = 300
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from: a file's name or a page; ``is_whole``: lines that it has not are taken out."""

    source: str = ""
    is_whole: bool = False


TYPED_LINE = Origin()


async def begin(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    year: int,
    wanted: Sequence[Wanted],
    origin: Origin = TYPED_LINE,
    now: datetime,
) -> DraftView:
    """Begin a change of a year's order; the one that the actor began before is left. Nothing is promised anew yet.

    Raises NotAllowed, Invalid for a year that no order has.
    """
    actor.require_staff(territory_id)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid("order_days", "years")
    mine = (OrderDraft.person_id == actor.person_id, OrderDraft.territory_id == territory_id, OrderDraft.year == year)
    await _mark(session, DraftState.LEFT, *mine)
    row = OrderDraft(territory_id=territory_id, year=year, person_id=actor.person_id, made_at=now)
    row.source, row.is_whole = origin.source[:LONGEST], origin.is_whole
    row.wanted = [asdict(one) for one in wanted]
    row.edition, row.changes, row.state = 0, [], DraftState.WRITING
    session.add(row)
    await session.flush()
    return await queries.own_draft(session, actor, row.id)


async def answer(session: AsyncSession, actor: Actor, *, draft_id: int, field: str, typed: str) -> DraftView:
    """Write one answer into a draft; its difference is not counted any more. Raises NotFound, Invalid."""
    draft = await queries.own_draft(session, actor, draft_id)
    values = _answered(draft, field, typed)
    changed = update(OrderDraft).where(OrderDraft.id == draft_id)
    await session.execute(
        changed.values(**values, state=DraftState.WRITING).execution_options(synchronize_session=False)
    )
    return await queries.own_draft(session, actor, draft_id)


async def review(session: AsyncSession, actor: Actor, *, draft_id: int) -> DraftView:
    """Count the difference of a draft that lacks nothing, against the order as it is now.

    Raises NotFound, Stale for a draft that still lacks an answer, Invalid, NothingToChange, and what would refuse the
    change itself: LimitBelowReserved, LineCommitted.
    """
    draft = await queries.own_draft(session, actor, draft_id)
    if draft.missing:
        raise Stale("order")
    lines = {line.service_code: line for line in await queries.lines(session, draft.territory_id, draft.year)}
    changes = differences(
        {code: Terms(*_amounts(line), line.norm) for code, line in lines.items()},
        draft.wanted,
        is_whole=draft.is_whole,
    )
    if not changes:
        raise NothingToChange
    for change in changes:
        _check(change, lines.get(change.code), draft.year)
    edition = await queries.edition(session, draft.territory_id, draft.year)
    counted = update(OrderDraft).where(OrderDraft.id == draft_id)
    values = {"changes": dump(changes), "edition": edition, "state": DraftState.ASKED}
    await session.execute(counted.values(**values).execution_options(synchronize_session=False))
    return await queries.own_draft(session, actor, draft_id)


async def confirm(session: AsyncSession, actor: Actor, *, draft_id: int, edition: int, now: datetime) -> int:
    """The person has seen the difference and says yes: the lines change, the amendment is written; its number.

    ``edition`` is the one on which the shown difference was counted. Raises NotFound, OrderChanged when somebody has
    amended the order meanwhile, LimitBelowReserved and LineCommitted when certificates were promised meanwhile.
    """
    draft = await queries.own_draft(session, actor, draft_id)
    is_shown = draft.state is DraftState.ASKED and draft.edition == edition
    if not is_shown or edition != await queries.edition(session, draft.territory_id, draft.year):
        raise OrderChanged(draft_id)
    await _write_amendment(session, actor, draft, now)
    for change in draft.changes:
        await _apply(session, draft, change)
    await _mark(session, DraftState.DONE, OrderDraft.id == draft_id)
    return edition + 1


async def leave(session: AsyncSession, actor: Actor, *, draft_id: int) -> DraftView:
    """Throw a draft away; the order is as it was. Raises NotFound."""
    draft = await queries.own_draft(session, actor, draft_id)
    await _mark(session, DraftState.LEFT, OrderDraft.id == draft_id)
    return draft


async def _write_amendment(session: AsyncSession, actor: Actor, draft: DraftView, now: datetime) -> None:
    """First of all: the number is the database's word on who was earlier."""
    assert draft.valid_from is not None  # (nothing is missing)
    row = Amendment(
        territory_id=draft.territory_id,
        year=draft.year,
        number=draft.edition + 1,
        act=draft.act,
        why=draft.why,
        valid_from=draft.valid_from,
        valid_to=date(draft.year, 12, 31),
        changes=dump(draft.changes),
        made_by=actor.person_id,
        made_at=now,
    )
    session.add(row)
    late = OrderChanged(draft.id)
    with refused_by_database({"uq_order_amendments": late, "order_amendments.territory_id": late}):
        await session.flush()


async def _apply(session: AsyncSession, draft: DraftView, change: Change) -> None:
    named = {"territory_id": draft.territory_id, "year": draft.year, "service_code": change.code}
    if change.after is None:
        await remove_line(session, **named)  # type: ignore[arg-type]
    else:
        await write_line(session, **named, limit=change.after.volume, norm=change.after.norm)  # type: ignore[arg-type]


def _answered(draft: DraftView, field: str, typed: str) -> dict[str, Any]:
    """The columns that an answer changes. Raises Invalid."""
    if field in TYPED and len(draft.wanted) == 1:
        told = filled(draft.wanted[0], field, typed)
        return {"wanted": [asdict(told)]}
    if field == "day":
        day = day_of(typed, "order_day")
        if day.year != draft.year:
            raise Invalid("order_day", "years")
        return {"valid_from": day}
    text = " ".join(typed.split())
    if field not in {"act", "why"} or not text or len(text) > LONGEST:
        raise Invalid(f"order_{field}" if field in {"act", "why"} else "order_act", "format")
    return {field: text}


def _amounts(line: queries.LineView) -> tuple[int, int, int]:
    return line.limit.children, line.limit.hours, line.limit.money


def _check(change: Change, line: queries.LineView | None, year: int) -> None:
    """Say before the question what the database would refuse after it."""
    if line is None:
        return
    if change.after is None:
        if any(amount for _name, amount in line.reserved.parts()):
            raise LineCommitted(year, change.code, line.reserved.children)
        return
    what = lacking(change.after.volume, line.reserved)
    if what is not None:
        raise LimitBelowReserved(what, dict(line.reserved.parts())[what], change.code or "")


async def _mark(session: AsyncSession, state: DraftState, *which: Any) -> None:
    opened = update(OrderDraft).where(*which, OrderDraft.state.in_(queries.OPEN))
    await session.execute(opened.values(state=state).execution_options(synchronize_session=False))
