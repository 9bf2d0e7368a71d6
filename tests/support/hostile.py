"""A family's case and everybody who has no right to it, at a desk that never speaks inside a transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.middlewares.actor import CHANNEL
from services.campaigns import actions as campaigns
from services.campaigns.models import Campaign, CampaignStatus
from services.certificates import actions as certificates
from services.complaints import actions as complaints
from services.complaints.models import Kind, Subject
from services.complaints.rules.writing import Draft
from services.contracts import actions as contracts
from services.core.actor import Actor, Role
from services.core.crypto import keyring
from services.core.db import Database
from services.core.models import Door
from services.departures.models import Departure, Placement
from services.departures.rules import Ground
from services.departures.rules import Stage as Departing
from services.families.actions import invite_kin, join_family
from services.families.actions.papers import promise_paper
from services.families.models import Child, ChildPair
from services.families.rules import Kin, Right
from services.feedback.actions import open_due
from services.feedback.models import Survey
from services.orders import actions as orders
from services.orders.rules.changes import Wanted
from services.staff.actions import appoint
from services.turns.models import Renewal, Turn
from services.turns.rules import Outcome, Stage
from tests.support.bot import FedDesk, RecordingSession
from tests.support.factories.campaigns import add_draft
from tests.support.factories.certificates import NOW, Town, add_application, add_post, add_territory, add_town
from tests.support.factories.families import add_own_child, add_parent, add_person
from tests.support.factories.programs import add_group, add_program
from tests.support.factories.providers import add_provider

TITLE = "Зюзьга"
SECRETS = (TITLE, "Квакшин", "Эсмеральда", "Зинаида", "9007654321")
"""Of the case under attack: its program, its people. Nothing of it may be read by others."""


class WatchedSession(RecordingSession):
    """No call may wait for Telegram while a connection, and with it SQLite's one writer, is held."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.pool: Any = database.engine.sync_engine.pool

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 (aiogram's signature)
        assert self.pool.checkedout() == 0, f"{type(method).__name__} inside a transaction"
        return await super().make_request(bot, method, timeout)


@dataclass(frozen=True)
class Field:
    """A desk, the ids of one family's case, and everybody who has no right to it."""

    desk: FedDesk
    database: Database
    town: Town
    ids: dict[str, int]
    hostile: dict[str, int]
    campaigns: dict[CampaignStatus, int]
    """The clerk's messages to everyone, one as it stands in each state."""


async def door_of(session: AsyncSession, actor: Actor) -> int:
    """Give a person of the factories a telegram address."""
    address = 70_000 + actor.person_id
    index = keyring().blind_index(str(address), f"door.{CHANNEL}")
    session.add(Door(person_id=actor.person_id, channel=CHANNEL, address_index=index, address=str(address)))
    await session.flush()
    return address


async def _victim(session: AsyncSession, *, is_over: bool) -> tuple[Town, dict[str, int]]:
    """A family with a case that waits, and one whose contract waits for the code or, if over, is in force."""
    town = await add_town(session, money=10**10)
    name, phone = "Квакшина Зинаида Ильинична", "+79007654321"
    parent = await add_parent(session, territory_id=town.territory_id, full_name=name, phone=phone)
    child = await add_own_child(session, parent, full_name="Квакшина Эсмеральда Ильинична", now=NOW)
    town = replace(town, parent=parent, child_id=child)
    program = await add_program(session, territory_id=town.territory_id, provider_id=town.provider_id, title=TITLE)
    group = await add_group(session, program_id=program)
    waiting = await add_application(session, town)
    decided = await add_application(session, town, group_id=group)
    contract = await contracts.approve(session, town.clerk, application_id=decided, now=NOW)
    await contracts.agree_as_provider(session, town.club, contract_id=contract.id, now=NOW)
    code = (await contracts.ask_code(session, town.parent, contract_id=contract.id, now=NOW)).code
    if not is_over:
        await promise_paper(session, parent, child_id=child, kind="birth", now=NOW)
    if is_over:
        await contracts.sign_as_parent(session, town.parent, contract_id=contract.id, code=code, now=NOW)
        await open_due(session, now=NOW + timedelta(days=45))
        waiting = decided
    survey = await session.scalar(select(Survey.id))
    ids = {"application_id": waiting, "contract_id": contract.id, "survey_id": survey or 1}
    ids["entry_id"] = await _in_line(session, town, is_over=is_over)
    ids["line_id"] = town.line_id
    ids["renewal_id"] = await _held_seat(session, town, decided, group)
    ids["departure_id"], ids["placement_id"] = await _choice(session, town, decided, group)
    ids["pair_id"] = await _twice(session, town)
    ids["complaint_id"] = await _letter(session, town, waiting)
    return town, ids | {"child_id": town.child_id, "group_id": group, "territory_id": town.territory_id}


async def _letter(session: AsyncSession, town: Town, number: int) -> int:
    """The family has written to the head about its case."""
    draft = Draft(Kind.SERVICE, subject=Subject.TERM, application_id=number, text="Квакшина ждёт")
    await complaints.keep_draft(session, town.parent, draft=draft, now=NOW)
    return (await complaints.file(session, town.parent, now=NOW)).number


async def _twice(session: AsyncSession, town: Town) -> int:
    """The family's child stands in another record too."""
    other = await add_parent(session, territory_id=town.territory_id, phone="+79120000009")
    snils = (await session.get_one(Child, town.child_id)).snils
    await add_own_child(session, other, snils=snils, now=NOW)
    return (await session.scalars(select(ChildPair.id).where(ChildPair.first_id == town.child_id))).one()


async def _in_line(session: AsyncSession, town: Town, *, is_over: bool) -> int:
    """The child's place in the line of a full group."""
    program = await add_program(session, territory_id=town.territory_id, provider_id=town.provider_id, title=TITLE)
    full = await add_group(session, program_id=program, capacity=1, taken=1)
    [place] = await certificates.join(session, town.parent, group_id=full, children=[town.child_id], now=NOW)
    if is_over:
        await certificates.leave(session, town.parent, entry_id=place, together=False, now=NOW)
    return place


async def _held_seat(session: AsyncSession, town: Town, number: int, group_id: int) -> int:
    """A seat in the next school year that waits for the family's answer."""
    year = {"territory_id": town.territory_id, "school_year": 2027, "stage": Stage.OFFERED, "asked_at": NOW}
    turn = Turn(**year, reply_by=date(2027, 5, 1), cursor=number, lines=[])
    session.add(turn)
    await session.flush()
    held = {"child_id": town.child_id, "provider_id": town.provider_id, "group_id": group_id}
    row = Renewal(turn_id=turn.id, application_id=number, outcome=Outcome.OFFERED, **held)
    session.add(row)
    await session.flush()
    return row.id


async def _choice(session: AsyncSession, town: Town, number: int, group_id: int) -> tuple[int, int]:
    """A club that ends, and the family's choice of another place, for five days."""
    days = {"leaves_on": NOW.date(), "reply_by": NOW.date() + timedelta(days=5), "begun_at": NOW}
    why = {"ground": Ground.OWN_REQUEST, "document": TITLE, "holds": False, "stage": Departing.OFFERED}
    where = {"territory_id": town.territory_id, "provider_id": town.provider_id, "subject": "program:0"}
    departure = Departure(**where, **days, **why)
    session.add(departure)
    await session.flush()
    one = {"application_id": number, "child_id": town.child_id, "proposals": [group_id]}
    row = Placement(departure_id=departure.id, **one)
    session.add(row)
    await session.flush()
    return departure.id, row.id


async def _campaign(session: AsyncSession, town: Town, status: CampaignStatus) -> int:
    """A message of the clerk's that has come so far, by the deeds that lead there."""
    at = {"now": NOW}
    number = await add_draft(session, town.clerk, text=f"{TITLE}: {status}")
    if status in {CampaignStatus.WAITING_APPROVAL, CampaignStatus.APPROVED}:
        await campaigns.ask_approval(session, town.clerk, campaign_id=number, **at)
        if status is CampaignStatus.APPROVED:
            await campaigns.approve(session, town.second_clerk, campaign_id=number, **at)
    elif status is not CampaignStatus.DRAFT:
        await campaigns.send(session, town.clerk, campaign_id=number, **at)
    if status is CampaignStatus.PAUSED:
        await campaigns.pause(session, town.clerk, campaign_id=number, **at)
    if status in {CampaignStatus.STOPPED, CampaignStatus.DONE}:
        await campaigns.stop(session, town.clerk, campaign_id=number, **at)
        await session.execute(update(Campaign).where(Campaign.id == number).values(status=status))
    return number


async def _hostile(session: AsyncSession, town: Town) -> dict[str, int]:
    here = town.territory_id
    other = await add_parent(session, territory_id=here, full_name="Другова Ольга Ильинична", phone="+79000000001")
    await add_own_child(session, other, full_name="Другов Иван Ильич", now=NOW)
    rival = await add_provider(session, territory_id=here, name="Берег")
    people = {
        "stranger": await add_person(session, territory_id=here),
        "parent": other,
        "provider of another club": await add_post(session, Role.PROVIDER, here, rival),
        "clerk of another territory": await add_post(session, Role.CLERK, await add_territory(session, "seversk")),
    }
    everybody = await add_parent(session, territory_id=here, full_name="Иная Ольга Ильинична", phone="+79000000002")
    await add_own_child(session, everybody, full_name="Иной Иван Ильич", now=NOW)
    for post in [post for actor in people.values() for post in actor.posts]:
        await appoint(session, person_id=everybody.person_id, post=post, now=NOW)
    people["everybody elsewhere"] = everybody
    people["guest who may look"] = await add_person(session, territory_id=here)
    offer = {"right": Right.SEE, "kin": Kin.ADULT, "now": NOW}
    code = await invite_kin(session, town.parent, child_id=town.child_id, **offer)  # type: ignore[arg-type]
    await join_family(session, people["guest who may look"], code=code, seen="", now=NOW)
    return {name: await door_of(session, actor) for name, actor in people.items()}


async def _order_draft(session: AsyncSession, town: Town, *, is_over: bool) -> int:
    """A change of the order that the clerk has looked at and, if over, has confirmed."""
    place = {"territory_id": town.territory_id, "year": 2026, "now": NOW}
    wanted = [Wanted(None, children="120", hours="9000", norm="", money="9999999")]
    draft = await orders.begin(session, town.clerk, **place, wanted=wanted)  # type: ignore[arg-type]
    for field, typed in (("act", TITLE), ("day", "01.09.2026"), ("why", TITLE)):
        await orders.answer(session, town.clerk, draft_id=draft.id, field=field, typed=typed)
    await orders.review(session, town.clerk, draft_id=draft.id)
    if is_over:
        await orders.confirm(session, town.clerk, draft_id=draft.id, edition=0, now=NOW)
    return draft.id


async def set_field(database: Database, *, now: datetime = NOW, is_over: bool = False) -> Field:
    async with database.sessions() as session:
        town, ids = await _victim(session, is_over=is_over)
        hostile = await _hostile(session, town)
        for actor in (town.parent, town.clerk, town.second_clerk, town.club):
            await door_of(session, actor)
        campaigns = {status: await _campaign(session, town, status) for status in CampaignStatus}
        ids["draft_id"] = await _order_draft(session, town, is_over=is_over)
        await session.commit()
    ids["campaign_id"] = campaigns[CampaignStatus.STOPPED if is_over else CampaignStatus.DRAFT]
    desk = FedDesk(database, clock=lambda: now, throttle_touches=100_000)
    desk.bot.session = desk.session = WatchedSession(database)
    return Field(desk, database, town, ids, hostile, campaigns)
