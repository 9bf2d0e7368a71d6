"""``kruzhok year``: the turn of a territory's school year, its undoing, and how it stands."""

import argparse
from dataclasses import asdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.placing import Deed, spoken
from bot.cli.refused import CommandRefused
from handlers.common.words import _
from handlers.staff.turns import texts
from services.calendar.rules import is_arranged
from services.core.clock import system_clock
from services.core.db import Database
from services.core.errors import NotFound
from services.territories.queries import TerritoryView
from services.turns import actions, queries
from services.turns.actions import Starter
from services.turns.rules import Figures, Stage


async def turn(chosen: argparse.Namespace) -> int:
    """Ask for the turn and do all of it; run again, it goes on where it was killed, or says how it stands.

    With --dry-run nothing is written. Where two persons are needed, the command line is the first.
    """
    return await _spoken(chosen, _rehearse if chosen.dry_run else _turn)


async def undo(chosen: argparse.Namespace) -> int:
    """Take the turn back, until recruitment is open."""
    return await _spoken(chosen, _undo)


async def show(chosen: argparse.Namespace) -> int:
    """How the turn stands."""
    return await _spoken(chosen, _show)


async def _spoken(chosen: argparse.Namespace, deed: Deed) -> int:
    if len(chosen.territory) > 1:
        raise CommandRefused(_("One territory at a time: each has its own year, clock and rules."))
    return await spoken(chosen, chosen.territory[0], deed, texts.told)


async def _rehearse(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    async with database.reads() as session:
        seen = await queries.rehearse(session, None, territory_id=place.id, school_year=chosen.year, now=system_clock())
    return {"dry_run": True, "year": chosen.year, "calendar_arranged": is_arranged(chosen.year), **asdict(seen)}


async def _turn(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    async with database.sessions() as session:
        made = await actions.turn(
            session, Starter(), territory_id=place.id, school_year=chosen.year, now=system_clock()
        )
        await session.commit()
    done = 1 if made.stage is Stage.RUNNING else 0
    while done:
        async with database.sessions() as session:
            done = await actions.run(session, now=system_clock())
            await session.commit()
    return await _show(chosen, database, place)


async def _undo(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    async with database.sessions() as session:
        await actions.undo(session, Starter(), territory_id=place.id, now=system_clock())
        await session.commit()
    return await _show(chosen, database, place)


async def _show(_chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    async with database.reads() as session:
        return await _standing(session, place)


async def _standing(session: AsyncSession, place: TerritoryView) -> dict[str, Any]:
    try:
        made = await queries.latest_turn(session, place.id)
    except NotFound as none:
        raise CommandRefused(_("No turn of the year was begun in this territory.")) from none
    seen: Figures = await queries.figures(session, made.id)
    return {
        "stage": made.stage.value,
        "year": made.school_year,
        "reply_by": made.reply_by.isoformat(),
        "lines_opened": made.lines,
        "accounts_closed": made.accounts_closed,
        "calendar_arranged": is_arranged(made.school_year),
        **asdict(seen),
    }
