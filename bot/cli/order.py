"""``kruzhok order``: the social order's lines, limits and rules of money, for whoever runs the machine."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli.refused import CommandRefused
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.errors import sentence
from handlers.common.words import _
from handlers.staff.orders import texts, words
from handlers.staff.orders.book import book
from handlers.staff.orders.seen import execution
from services.certificates.queries import paying
from services.certificates.queries.cases import case_facts
from services.core.actor import Actor, Post, Role
from services.core.clock import local_date, system_clock
from services.core.errors import NotFound, ServiceError
from services.orders import actions, queries
from services.orders.models import Model, Split, Unit
from services.orders.rules.days import day_of
from services.orders.rules.money import count_of, kopecks_of
from services.providers.queries import provider_by_inn
from services.staff.queries import actor_of
from services.territories.queries import territory, territory_by_slug

WITHOUT = "none"


@asynccontextmanager
async def _deed(chosen: argparse.Namespace) -> AsyncIterator[tuple[AsyncSession, Actor, int]]:
    """A transaction as whoever runs the machine: what the rules refuse is one sentence, nothing is half done."""
    try:
        async with prepared(load_settings(), system_clock) as database, database.sessions() as session:
            place = await territory_by_slug(session, chosen.slug)
            yield session, Actor(0, "ru", place.id, (Post(Role.ADMIN, place.id),)), place.id
            await session.commit()
    except NotFound:
        raise
    except ServiceError as refused:
        raise CommandRefused(sentence(refused)) from refused


async def show(chosen: argparse.Namespace) -> int:
    """Print what is promised of each line, and every limit beside them."""
    async with _deed(chosen) as (session, actor, here):
        found = await execution(session, actor, here, chosen.year)
        edition = await queries.edition(session, here, chosen.year)
    print(texts.order(chosen.slug, chosen.year, found.lines, edition).replace("<b>", "").replace("</b>", ""))
    for line in found.lines:
        print(f"{words.code_of(line.service_code)}\t{line.reserved.parts()}\t{line.limit.parts()}")
    for row in (*found.limits.rules, *found.limits.periods, *found.limits.focuses, *found.limits.agreements):
        print(row)
    return 0


async def report(chosen: argparse.Namespace) -> int:
    """Write the report by section as a workbook; its first sheet can be changed and read back."""
    async with _deed(chosen) as (session, actor, here):
        made = book(await execution(session, actor, here, chosen.year))
    Path(chosen.out).write_bytes(made)  # noqa: ASYNC240 (a command waits for its own file)
    return 0


async def rule(chosen: argparse.Namespace) -> int:
    """By this act, in these days, certificates are funded so."""
    unit = Unit(chosen.unit)
    async with _deed(chosen) as (session, actor, here):
        await actions.set_rule(
            session,
            actor,
            territory_id=here,
            act=chosen.act,
            days=_days(chosen),
            funding=actions.Funding(
                Model(chosen.model),
                unit,
                _nominal(unit, chosen.nominal),
                Split(chosen.split),
                chosen.needs_agreement,
            ),
        )
    return _done()


async def period(chosen: argparse.Namespace) -> int:
    """A part of a budget year has so much money."""
    async with _deed(chosen) as (session, actor, here):
        money = kopecks_of(chosen.money, "order_money")
        await actions.set_period(session, actor, territory_id=here, act=chosen.act, days=_days(chosen), money=money)
    return _done()


async def focus(chosen: argparse.Namespace) -> int:
    """The year's order pays for so many certificates of a focus."""
    async with _deed(chosen) as (session, actor, here):
        most = None if chosen.most == WITHOUT else count_of(chosen.most, "order_children")
        named = {"territory_id": here, "year": chosen.year, "focus": chosen.focus, "act": chosen.act}
        await actions.set_focus_limit(session, actor, **named, most=most)
    return _done()


async def agreement(chosen: argparse.Namespace) -> int:
    """An agreement with a provider, by its number."""
    async with _deed(chosen) as (session, actor, here):
        club = await provider_by_inn(session, territory_id=here, inn=chosen.inn)
        money = None if chosen.money == WITHOUT else kopecks_of(chosen.money, "order_money")
        named = {"territory_id": here, "provider_id": club.id, "number": chosen.number}
        await actions.set_agreement(session, actor, **named, days=_days(chosen), money=money)
    return _done()


async def close(chosen: argparse.Namespace) -> int:
    """End a budget year: what is free on yearly accounts is not carried over. Run twice, it closes nothing more."""
    now = system_clock()
    if chosen.year >= now.year:
        raise CommandRefused(_("The year {year} is not over yet.").format(year=chosen.year))
    async with _deed(chosen) as (session, _actor, here):
        count = await actions.close_year(session, territory_id=here, year=chosen.year, now=now)
    print(_("Accounts closed: {count}").format(count=count))
    return 0


def _days(chosen: argparse.Namespace) -> tuple[date, date]:
    return day_of(chosen.first, "order_day"), day_of(chosen.last, "order_day")


def _nominal(unit: Unit, typed: str) -> int:
    return count_of(typed, "order_hours") if unit is Unit.HOURS else kopecks_of(typed, "order_money")


def _done() -> int:
    print("ok")
    return 0


async def pay(chosen: argparse.Namespace) -> int:
    """A line of an accepted act pays hours of a contract; without a sum, the hours' share of what the contract has."""
    async with _deed(chosen) as (session, _actor, here):
        clerk = await _serving(session, chosen.by, here)
        case = (await case_facts(session, clerk, chosen.case)).number
        hours = count_of(chosen.hours, "order_hours")
        has = (await queries.held(session, [case])).get(case)
        share = 0 if has is None or not has.hours_committed else has.money_committed * hours // has.hours_committed
        await _require_paying(session, case, here, chosen.on)
        money = share if chosen.money is None else kopecks_of(chosen.money, "order_money")
        paid = actions.Paid(chosen.act_line, hours, money, chosen.part)
        await actions.consume(session, case_id=case, paid=paid, actor_id=clerk.person_id, now=system_clock())
    return _done()


async def _require_paying(session: AsyncSession, case: int, here: int, typed: str | None) -> None:
    """Raise CommandRefused for a day before the certificate was in force, of a suspension, or after its end."""
    day = (
        day_of(typed, "order_days") if typed else local_date(system_clock(), (await territory(session, here)).timezone)
    )
    days = (await paying(session, [case])).get(case)
    if days is None or not days.pays(day):
        text = _("On {day} this certificate pays nothing: it was not in force then. Give the lesson's day by --on.")
        raise CommandRefused(text.format(day=day.isoformat()))


async def unpay(chosen: argparse.Namespace) -> int:
    """The counter-entry of a payment that was wrong."""
    async with _deed(chosen) as (session, _actor, here):
        clerk = await _serving(session, chosen.by, here)
        told = {"act_line": chosen.act_line, "reason": chosen.reason}
        await actions.reverse(session, clerk, **told, now=system_clock())
    return _done()


async def adjust(chosen: argparse.Namespace) -> int:
    """Two persons of the body change an account's nominal by a signed amount in its unit, for a reason."""
    if chosen.by == chosen.second:
        raise CommandRefused(_("A change of an account needs two different persons."))
    async with _deed(chosen) as (session, _actor, here):
        clerk = await _serving(session, chosen.by, here)
        second = await _serving(session, chosen.second, here)
        reason = _("{reason} (with person No. {second})").format(reason=chosen.reason, second=second.person_id)
        told = {"account_id": chosen.account, "amount": chosen.amount}
        await actions.adjust(session, clerk, **told, reason=reason if chosen.reason.strip() else "", now=system_clock())
    return _done()


async def _serving(session: AsyncSession, person_id: int, here: int) -> Actor:
    """A person with a post in this very territory, acting for it alone. Raises NotAllowed."""
    actor = await actor_of(session, person_id)
    actor.require_staff(here)
    return replace(actor, posts=tuple(post for post in actor.posts if post.territory_id == here))
