"""A town where a family applies: territory, club, clerks, a group, a line of the order."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import actions
from services.core.actor import Actor, Post, Role
from services.staff.actions import appoint
from services.territories.actions import load
from services.territories.queries import shipped_texts
from tests.support.factories.families import add_own_child, add_parent, add_person
from tests.support.factories.orders import add_line
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

NOW = datetime(2026, 9, 7, 7, 42, tzinfo=UTC)
"""A Monday; groups of the programs' factory meet on Saturdays from 1 September 2026."""


@dataclass(frozen=True, slots=True)
class Town:
    """Ids and people; ``group_id`` is a group for ages 7–10 of 72 hours at 150 roubles."""

    territory_id: int
    provider_id: int
    program_id: int
    group_id: int
    line_id: int
    parent: Actor
    child_id: int
    clerk: Actor
    second_clerk: Actor
    club: Actor


async def add_territory(session: AsyncSession, slug: str = "livny", **policy: str) -> int:
    """A shipped territory; ``policy`` replaces values of its rules by their text."""
    lines = shipped_texts()[f"{slug}.toml"].splitlines()
    for name, value in policy.items():
        lines = [
            f'{name} = {{ value = {value}, source = "default" }}' if row.startswith(f"{name} ") else row
            for row in lines
        ]
    return (await load(session, text="\n".join(lines), file=slug, now=NOW)).territory_id


async def add_post(session: AsyncSession, role: Role, territory_id: int, provider_id: int | None = None) -> Actor:
    """A person with one post."""
    person = await add_person(session, territory_id=territory_id)
    post = Post(role, territory_id, provider_id)
    await appoint(session, person_id=person.person_id, post=post, now=NOW)
    return replace(person, posts=(post,))


async def add_town(
    session: AsyncSession,
    slug: str = "livny",
    *,
    capacity: int = 12,
    children: int = 100,
    hours: int = 10_000,
    money: int = 10**9,
    **policy: str,
) -> Town:
    territory_id = await add_territory(session, slug, **policy)
    provider_id = await add_provider(session, territory_id=territory_id)
    program_id = await add_program(session, territory_id=territory_id, provider_id=provider_id)
    parent = await add_parent(session, territory_id=territory_id)
    return Town(
        territory_id=territory_id,
        provider_id=provider_id,
        program_id=program_id,
        group_id=await add_group(session, program_id=program_id, capacity=capacity),
        line_id=await add_line(session, territory_id=territory_id, children=children, hours=hours, money=money),
        parent=parent,
        child_id=await add_own_child(session, parent, now=NOW),
        clerk=await add_post(session, Role.CLERK, territory_id),
        second_clerk=await add_post(session, Role.CHIEF, territory_id),
        club=await add_post(session, Role.PROVIDER, territory_id, provider_id),
    )


async def add_application(
    session: AsyncSession,
    town: Town,
    *,
    parent: Actor | None = None,
    child_id: int | None = None,
    group_id: int | None = None,
    now: datetime = NOW,
) -> int:
    """An application that waits for its decision; its number."""
    receipt = await actions.apply(
        session,
        parent or town.parent,
        group_id=group_id or town.group_id,
        child_id=child_id or town.child_id,
        now=now,
    )
    return receipt.number


async def add_other_group(session: AsyncSession, town: Town, *, ages: tuple[int, int] = (7, 10), **group: int) -> int:
    """A group of one more program of the same club."""
    program_id = await add_program(session, territory_id=town.territory_id, provider_id=town.provider_id, ages=ages)
    return await add_group(session, program_id=program_id, **group)


BORN = date(2018, 5, 14)
"""The birth date of the town's child: eight years old in September 2026."""
