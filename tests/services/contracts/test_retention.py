"""The second step of an erasure: when the term is over, what tells of a person is destroyed, with an act."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.access.actions import look, open_session
from services.access.models import Audience, Look
from services.certificates import actions as certificates
from services.certificates.models import Application
from services.contracts import actions as contracts
from services.contracts.actions import erasing, retention
from services.contracts.actions.erasing import term
from services.contracts.models import Contract, Destruction
from services.core.actor import Actor, Post, Role
from services.core.crypto import keyring
from services.core.db import Base
from services.core.models import Door
from services.families.models import Child, FamilyInvite, Share
from services.families.queries import representative
from services.families.rules import Kin, Right
from services.notices.models import Notice, NoticeStatus
from services.signing.models import SigningCode
from services.staff.actions import appoint
from services.staff.queries import actor_at
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town
from tests.support.factories.families import NOW as GAVE
from tests.support.factories.families import add_own_child, add_parent

HOUR = timedelta(hours=1)
YEAR = timedelta(days=366)


async def test_closed_papers_lose_their_people_when_the_term_is_over(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions() as session:
        town = await add_town(session)
        number = await add_application(session, town)
        made = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
        await erasing.erase(session, town.parent, now=NOW)
        await retention.forget_old(session, now=NOW + 5 * YEAR)
        session.expire_all()
        assert (await session.get_one(Contract, made.id)).text, "five years are not over"
        over = NOW + 7 * YEAR
        assert await retention.destroy_due(session, now=over) == 1
        assert await retention.destroy_due(session, now=over) == 0
        session.expire_all()
        gone = await session.get_one(Contract, made.id)
        assert (gone.text, gone.facts, gone.digest) == ("", "", made.digest)
        child = await session.get_one(Child, town.child_id)
        assert (child.full_name, child.snils) == ("", "")
        acts = list(await session.scalars(select(Destruction).order_by(Destruction.id)))
        assert [(act.ground, act.destroyed.get("contracts")) for act in acts] == [("term", 1)], (
            "the first act went by its own term"
        )


async def test_refused_cases_and_old_looks_go_by_their_terms(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        town = await add_town(session)
        waiting = await add_application(session, town)
        old = await add_application(session, town, group_id=await add_other_group(session, town))
        await certificates.withdraw(session, town.parent, application_id=old, now=NOW)
        seen = {"subject_id": town.parent.person_id, "what": "desk", "why": "desk"}
        await look(session, town.clerk, **seen, now=NOW)  # type: ignore[arg-type]
        for years, cases, looks in ((2, {waiting, old}, 1), (4, {waiting}, 0)):
            await retention.forget_old(session, now=NOW + years * YEAR)
            assert set(await session.scalars(select(Application.id))) == cases
            assert len(list(await session.scalars(select(Look.id)))) == looks


def _code(town: Town, at: datetime) -> SigningCode:
    blank = dict.fromkeys(("digest", "salt", "code_hash"), "")
    named = {"person_id": town.parent.person_id, "document": str(at), "no": 1, "tries_left": 1}
    return SigningCode(**named, **blank, issued_at=at, expires_at=at)


def _invitation(town: Town, at: datetime) -> FamilyInvite:
    of = {"child_id": town.child_id, "right": Right.SEE, "kin": Kin.ADULT, "invited_by": town.parent.person_id}
    return FamilyInvite(code_hash=str(at), **of, created_at=at, expires_at=at)


def _ended(town: Town, at: datetime) -> Share:
    of = {"child_id": town.child_id, "right": Right.SEE, "kin": Kin.ADULT, "person_id": town.club.person_id}
    return Share(**of, since=at, until=at)


def _told(town: Town, at: datetime) -> Notice:
    said = {"person_id": town.clerk.person_id, "kind": "seat_free", "data": {}, "status": NoticeStatus.SENT}
    return Notice(**said, created_at=at, not_before=at, done_at=at)


KINDS: tuple[tuple[str, type[Base], Callable[[Town, datetime], Base]], ...] = (
    ("signing_codes", SigningCode, _code),
    ("family_invites", FamilyInvite, _invitation),
    ("ended_shares", Share, _ended),
    ("told", Notice, _told),
)


async def test_each_kind_goes_by_its_term_and_not_an_hour_before(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        town = await add_town(session)
        for kind, _table, make in KINDS:
            session.add_all([make(town, NOW - term(kind) + age) for age in (-HOUR, HOUR)])
        waiting = _told(town, NOW - 9 * YEAR)
        waiting.status, waiting.done_at = NoticeStatus.PENDING, None
        session.add(waiting)
        await session.flush()
        await retention.forget_old(session, now=NOW)
        left = {kind: await session.scalar(select(func.count()).select_from(table)) for kind, table, _make in KINDS}
        assert left == {**dict.fromkeys(left, 1), "told": 2}, "what nobody has been told yet waits"


async def test_a_family_without_a_case_is_forgotten_and_told(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await add_application(session, town)
        others = [await add_parent(session, territory_id=town.territory_id) for _each in range(4)]
        idle, at_work, visitor, grandmother = others
        for parent in others:
            await add_own_child(session, parent)
        await appoint(session, person_id=at_work.person_id, post=Post(Role.CLERK, town.territory_id), now=NOW)
        share = {"child_id": town.child_id, "person_id": grandmother.person_id, "right": Right.SEE, "kin": Kin.ADULT}
        session.add_all([Share(**share, since=NOW), _door(idle)])
        over = GAVE + term("idle_families") + HOUR
        await open_session(session, person_id=visitor.person_id, audience=Audience.PARENT, client="", now=over - HOUR)
        assert await retention.forget_idle(session, now=over - 2 * HOUR) == 0
        assert await retention.forget_idle(session, now=over) == 1
        kept = set(await session.scalars(select(Child.parent_id)))
        assert kept == {town.parent.person_id, *(one.person_id for one in others)} - {idle.person_id}
        assert await representative(session, idle.person_id) is None
        told = await session.scalars(select(Notice.kind).where(Notice.person_id == idle.person_id))
        assert list(told) == ["family_forgotten"]
        assert await actor_at(session, channel="telegram", address="1") is not None, "nobody asked to leave"
        (act,) = await session.scalars(select(Destruction))
        assert (act.person_id, act.ground, act.destroyed["children"]) == (idle.person_id, "term", 1)


def _door(person: Actor) -> Door:
    index = keyring().blind_index("1", "door.telegram")
    return Door(person_id=person.person_id, channel="telegram", address_index=index, address="1")
