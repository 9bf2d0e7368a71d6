"""The scene of a contract: a territory, two families, two providers, a clerk, an application that waits."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, ApplicationStatus
from services.contracts import actions
from services.contracts.queries import ContractView
from services.core.actor import Actor, Post, Role
from services.core.crypto import keyring
from services.core.models import Person
from services.families.models import Child, Representative
from services.orders.actions import set_line
from services.staff.actions import appoint
from services.territories.actions import load
from services.territories.queries import shipped_texts
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

NOW = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
"""A Monday; groups of the programs' factory begin on 1 September and meet on Saturdays."""
PARENT = "Тестова Вера Павловна"
CHILD = "Тестов Лев Ильич"


@dataclass(frozen=True, slots=True)
class Scene:
    """Everybody around one contract."""

    territory_id: int
    group_id: int
    application_id: int
    parent: Actor
    stranger: Actor
    provider: Actor
    rival: Actor
    clerk: Actor


async def set_scene(
    session: AsyncSession,
    *,
    slug: str = "livny",
    order: str = "provider_first",
    has_representative: bool = True,
) -> Scene:
    territory_id = await _territory(session, slug, order)
    people = {name: await _person(session) for name in ("parent", "stranger", "provider", "rival", "clerk")}
    clubs = [await add_provider(session, territory_id=territory_id, name=name) for name in ("Высота", "Берег")]
    posts = {
        "provider": Post(Role.PROVIDER, territory_id, clubs[0]),
        "rival": Post(Role.PROVIDER, territory_id, clubs[1]),
        "clerk": Post(Role.CLERK, territory_id),
    }
    for name, post in posts.items():
        await appoint(session, person_id=people[name], post=post, now=NOW)
    program_id = await add_program(session, territory_id=territory_id, provider_id=clubs[0])
    group_id = await add_group(session, program_id=program_id)
    await set_line(session, territory_id=territory_id, year=2026, service_code=None, children=9, hours=999, money=10**9)
    if has_representative:
        await _representative(session, people["parent"])
    application = Application(
        territory_id=territory_id,
        parent_id=people["parent"],
        child_id=await _child(session, people["parent"]),
        program_id=program_id,
        provider_id=clubs[0],
        group_id=group_id,
        school_year=2026,
        status=ApplicationStatus.REGISTERED,
        submitted_at=NOW,
        due_on=date(2026, 9, 16),
    )
    session.add(application)
    await session.flush()
    actors = {
        name: Actor(person, "ru", territory_id, (posts[name],) if name in posts else ())
        for name, person in people.items()
    }
    return Scene(territory_id, group_id, application.id, **actors)


async def approved(session: AsyncSession, scene: Scene, *, now: datetime = NOW) -> ContractView:
    """The clerk has approved: the contract waits for its first side."""
    return await actions.approve(session, scene.clerk, application_id=scene.application_id, now=now)


async def offered(session: AsyncSession, scene: Scene, *, now: datetime = NOW) -> ContractView:
    """The provider has confirmed: the contract waits for the parent."""
    contract = await approved(session, scene, now=now)
    return await actions.agree_as_provider(session, scene.provider, contract_id=contract.id, now=now)


async def _territory(session: AsyncSession, slug: str, order: str) -> int:
    text = shipped_texts()[f"{slug}.toml"].replace('value = "provider_first"', f'value = "{order}"')
    return (await load(session, text=text, file=slug, now=NOW)).territory_id


async def _person(session: AsyncSession) -> int:
    person = Person(locale="ru", created_at=NOW)
    session.add(person)
    await session.flush()
    return person.id


async def _representative(session: AsyncSession, person_id: int) -> None:
    phone = "+79001234567"
    index = keyring().blind_index(phone, "phone")
    session.add(
        Representative(person_id=person_id, full_name=PARENT, phone=phone, phone_index=index, changed_at=NOW),
    )
    await session.flush()


async def _child(session: AsyncSession, person_id: int) -> int:
    child = Child(
        parent_id=person_id,
        full_name=CHILD,
        birth_date="2017-05-04",
        snils="11223344595",
        snils_index=keyring().blind_index("11223344595", "snils"),
        category="none",
        created_at=NOW,
    )
    session.add(child)
    await session.flush()
    return child.id
