"""``kruzhok departure``: a club, a program or a group that ends: a dry run, the deed, taking back, how it stands."""

import argparse
from dataclasses import asdict
from typing import Any

from bot.cli.placing import spoken
from bot.cli.refused import CommandRefused
from handlers.common.words import _
from handlers.staff.departures import texts
from services.core.clock import system_clock
from services.core.db import Database
from services.core.errors import NotFound
from services.departures import actions, queries
from services.departures.actions import Leaving
from services.departures.queries import DepartureView
from services.departures.rules import Subject
from services.programs.queries import group, groups_of
from services.providers.queries import provider_by_inn
from services.territories.queries import TerritoryView
from services.turns.actions import Starter


async def begin(chosen: argparse.Namespace) -> int:
    """Write down what ends and tell all families; run again, it goes on where it was killed, or says how it stands.

    With --dry-run nothing is written. Choices are then decided by a clerk: the command line has no post.
    """
    return await spoken(chosen, chosen.territory, _rehearse if chosen.dry_run else _begin, texts.told)


async def undo(chosen: argparse.Namespace) -> int:
    """The club stays, or has come back."""
    return await spoken(chosen, chosen.territory, _undo, texts.told)


async def show(chosen: argparse.Namespace) -> int:
    """How the latest stands."""
    return await spoken(chosen, chosen.territory, _show, texts.told)


async def _subject(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> Subject:
    """The provider by ИНН, or that of the program or the group by number."""
    async with database.reads() as session:
        try:
            if chosen.group:
                return Subject((await group(session, chosen.group)).provider_id, group_id=chosen.group)
            if chosen.program:
                own = await groups_of(session, chosen.program)
                return Subject(own[0].provider_id if own else 0, chosen.program)
            found = await provider_by_inn(session, territory_id=place.id, inn=chosen.provider)
        except NotFound as none:
            raise CommandRefused(_("There is no such club, program or group in this territory.")) from none
    return Subject(found.id)


async def _rehearse(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    which = await _subject(chosen, database, place)
    async with database.reads() as session:
        seen = await queries.rehearse(session, None, territory_id=place.id, subject=which, now=system_clock())
    return {"dry_run": True, **asdict(seen)}


async def _begin(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    which = await _subject(chosen, database, place)
    paper = (chosen.ground, chosen.document)
    leaving = Leaving(which, chosen.on, *paper, reply_by=chosen.reply_by, holds=not chosen.no_hold)
    async with database.sessions() as session:
        made = await actions.begin(session, Starter(), leaving, territory_id=place.id, now=system_clock())
        await session.commit()
    done = 1
    while done:
        async with database.sessions() as session:
            done = await actions.run(session, now=system_clock())
            await session.commit()
    return await _standing(database, place, made.id)


async def _undo(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    found = await _found(database, place, chosen.number)
    async with database.sessions() as session:
        await actions.undo(session, Starter(), departure_id=found.id, now=system_clock())
        await session.commit()
    return await _standing(database, place, found.id)


async def _show(chosen: argparse.Namespace, database: Database, place: TerritoryView) -> dict[str, Any]:
    return await _standing(database, place, chosen.number)


async def _found(database: Database, place: TerritoryView, number: int) -> DepartureView:
    async with database.reads() as session:
        own = await queries.departures(session, place.id)
    found = next((one for one in own if number in {0, one.id}), None)
    if found is None:
        raise CommandRefused(_("Nothing that ends is written down in this territory, or not under this number."))
    return found


async def _standing(database: Database, place: TerritoryView, number: int) -> dict[str, Any]:
    found = await _found(database, place, number)
    async with database.reads() as session:
        seen = await queries.figures(session, found.id)
    return {
        "number": found.id,
        "title": found.title,
        "stage": found.stage.value,
        "leaves_on": found.leaves_on.isoformat(),
        "reply_by": found.reply_by.isoformat(),
        **asdict(seen),
    }
