"""The demo's past: in each territory twelve families applied, signed, went to lessons and answered the survey.

Everything happens through the rooms' own actions with past moments, so the history is true in every table. Families
are invented; they, the clerk and the providers of the past have no door and no post, so nobody is written to later.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, zip_longest

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.families import put_family
from services.certificates import actions as certificates
from services.contracts import actions as contracts
from services.contracts.models import Contract
from services.core.actor import Actor, Post, Role
from services.core.models import Person
from services.feedback import actions as feedback
from services.feedback.models import Moment, Survey
from services.feedback.queries import Due
from services.feedback.rules import templates, times
from services.feedback.rules.counting import Span
from services.notices import actions as notices
from services.orders import actions as orders
from services.orders import queries as order_lines
from services.programs.models import Group, Program
from services.programs.queries import GroupView, groups
from services.programs.rules import first_lesson
from services.providers.models import Sector
from services.providers.queries import providers
from services.territories.queries import TerritoryView, territories
from services.territories.rules import normal_code

CONTRACTS = 12
PRIVATE = 4
"""How many of the contracts are with private providers, where the catalogue has them."""
GRADES = (5, 4, 5, 5, 4, 3, 5, 4, 5, 2, 4, 5)
"""Answers to the key question: ten of twelve are satisfied."""
SPARE_SEATS = 2
"""Seats that history leaves free in every group."""
YEAR_VOLUME = {"children": 2_000, "hours": 400_000, "money": 10_000_000_000}
MONTH, ROOM = timedelta(days=30), timedelta(days=14)


@dataclass(frozen=True)
class Past:
    """When things happened, in the territory's own time; ``answered`` is where the answers begin."""

    applied: datetime
    approved: datetime
    agreed: datetime
    signed: datetime
    asked: datetime
    answered: datetime


@dataclass(frozen=True)
class Cast:
    """The persons of a territory's past who act for others."""

    land: TerritoryView
    clerk: Actor
    club: Actor


async def put_history(session: AsyncSession, *, now: datetime) -> None:
    """Give every territory that has a catalogue and no contract yet its twelve contracts with answers.

    The dates are relative to ``now``; the contracts are in force and the answers are given in the year of ``now``.
    The caller commits.
    """
    for land in await territories(session):
        await put_territory(session, land, now=now)


async def put_territory(session: AsyncSession, land: TerritoryView, *, now: datetime) -> None:
    """The history of one territory; does nothing where there is a contract already, or no catalogue yet."""
    if await session.scalar(select(Contract.id).where(Contract.territory_id == land.id).limit(1)) is None:
        await _put_past(session, land, past(now, land), now)


def past(now: datetime, land: TerritoryView) -> Past:
    """A month ago, but in this year if it is old enough; the answers are of this year in any case."""
    local = now.astimezone(land.timezone)
    year = local.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    applied = local - MONTH
    if local - year >= ROOM:
        applied = max(applied, year + timedelta(hours=10))
    asked = local - timedelta(days=1)
    return Past(
        applied=applied,
        approved=applied + timedelta(days=1),
        agreed=applied + timedelta(days=1, hours=3),
        signed=applied + timedelta(days=2),
        asked=asked,
        answered=max(asked, year),
    )


async def _put_past(session: AsyncSession, land: TerritoryView, when: Past, now: datetime) -> None:
    chosen = await _seats(session, land, when)
    if not chosen:
        return
    this_year = now.astimezone(land.timezone).year
    await _put_order(session, land, {when.applied.year, this_year, this_year + 1})
    clubs = {group.provider_id for group in chosen}
    cast = Cast(
        land,
        clerk=await _actor(session, land, when, Post(Role.CLERK, land.id)),
        club=await _actor(session, land, when, *(Post(Role.PROVIDER, land.id, club) for club in sorted(clubs))),
    )
    dice = random.Random(land.slug)  # noqa: S311 (the same fiction every time, no secret)
    parents = [await _enrol(session, cast, group, when, dice, number) for number, group in enumerate(chosen)]
    await _ask(session, land, when.asked)
    for number, parent in enumerate(parents):
        await _answer(session, parent, number, when.answered + (now - when.answered) * (number + 1) / 20)
    await _count(session, land, now)
    await notices.drop_before(session, moment=now - timedelta(hours=12))


async def _actor(session: AsyncSession, land: TerritoryView, when: Past, *posts: Post) -> Actor:
    """A person without a door; the posts are theirs for this act only."""
    person = Person(locale="ru", territory_id=land.id, created_at=when.applied)
    session.add(person)
    await session.flush()
    return Actor(person.id, "ru", land.id, posts)


async def _seats(session: AsyncSession, land: TerritoryView, when: Past) -> list[GroupView]:
    """One group per contract, private providers first, spread over the groups whose lessons have begun in time."""
    ids = await session.scalars(
        select(Group.id).join(Program, Program.id == Group.program_id).where(Program.territory_id == land.id)
    )
    suiting = [group for group in (await groups(session, ids)).values() if _suits(group, land, when)]
    clubs = await providers(session, {group.provider_id for group in suiting})
    private = [group for group in suiting if clubs[group.provider_id].sector is Sector.PRIVATE]
    others = [group for group in suiting if group not in private]
    first, second = list(_spread(private)), list(_spread(others))
    chosen = first[:PRIVATE] + second[: CONTRACTS - PRIVATE]
    return (chosen + first[PRIVATE:] + second[CONTRACTS - PRIVATE :])[:CONTRACTS]


def _suits(group: GroupView, land: TerritoryView, when: Past) -> bool:
    """Open, paid by the order of this act, and a lesson was held between the signature and the survey."""
    codes = {normal_code(service.code) for service in land.pack.services}
    if not (group.is_open and group.is_payable) or (codes and group.service_code not in codes):
        return False
    after = when.signed.date() + timedelta(days=1)
    lesson = first_lesson(group.lessons, group.starts_on, group.ends_on, after, land.timezone)
    return lesson is not None and lesson[1] <= when.asked and group.ends_on >= when.answered.date()


def _spread(found: list[GroupView]) -> Iterator[GroupView]:
    """A seat of each group in turn, then the second seats, while enough stay free."""
    rounds = zip_longest(*([group] * max(0, group.free - SPARE_SEATS) for group in found))
    return (group for group in chain.from_iterable(rounds) if group is not None)


async def _put_order(session: AsyncSession, land: TerritoryView, years: set[int]) -> None:
    """An ample line for every service of the act, or the one common line; lines that are there stay."""
    codes = dict.fromkeys(normal_code(service.code) for service in land.pack.services)
    for year in sorted(years):
        known = {line.service_code for line in await order_lines.lines(session, land.id, year)}
        for code in codes or (None,):
            if code not in known:
                await orders.set_line(session, territory_id=land.id, year=year, service_code=code, **YEAR_VOLUME)


async def _enrol(
    session: AsyncSession,
    cast: Cast,
    group: GroupView,
    when: Past,
    dice: random.Random,
    number: int,
) -> Actor:
    """One family's way from the first question to the signature, a few minutes after the family before."""
    parent = await _actor(session, cast.land, when)
    late = timedelta(minutes=7 * number)
    child_id = await put_family(session, parent, group, when.applied + late, dice, number)
    receipt = await certificates.apply(
        session,
        parent,
        group_id=group.id,
        child_id=child_id,
        now=when.applied + late,
    )
    made = await contracts.approve(session, cast.clerk, application_id=receipt.number, now=when.approved + late)
    await contracts.agree_as_provider(session, cast.club, contract_id=made.id, now=when.agreed + late)
    signed = when.signed + late
    issued = await contracts.ask_code(session, parent, contract_id=made.id, now=signed)
    await contracts.sign_as_parent(session, parent, contract_id=made.id, code=issued.code, now=signed)
    return parent


async def _answer(session: AsyncSession, parent: Actor, number: int, now: datetime) -> None:
    """The key question; every third family answers all five."""
    survey_id = await session.scalar(
        select(Survey.id).where(Survey.person_id == parent.person_id, Survey.moment == Moment.LESSONS),
    )
    asked = templates.template("lessons-2").questions
    for question in asked[:5] if number % 3 == 0 else asked[:1]:
        await feedback.answer(
            session,
            parent,
            survey_id=survey_id or 0,
            question=question.code,
            grade=GRADES[number],
            now=now,
        )


async def _ask(session: AsyncSession, land: TerritoryView, now: datetime) -> None:
    """The past has no months to wait: every family is asked at once."""
    columns = (Contract.id, Contract.parent_id, Contract.territory_id, Contract.provider_id, Contract.group_id)
    rows = await session.execute(select(*columns, Contract.service_code).where(Contract.territory_id == land.id))
    await feedback.ask(session, Moment.LESSONS, [Due(*row) for row in rows], {land.id: land}, now=now)


async def _count(session: AsyncSession, land: TerritoryView, now: datetime) -> None:
    """The survey is over today, and its voices are counted; nobody of the past is told."""
    await session.execute(update(Survey).where(Survey.territory_id == land.id).values(closes_at=now))
    while await feedback.close_due(session, now=now):
        pass
    month = times.period_of(times.last_day(now, land.timezone))
    while await feedback.release(session, land, until=month, over=Span.YEAR, now=now):
        pass
    await session.execute(update(Survey).where(Survey.territory_id == land.id).values(is_told=True))
    await notices.drop_before(session, moment=now + timedelta(seconds=1), kind="survey_club")
