"""Screens of the doorway that other rooms lead to."""

from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.keyboards import home, pages
from handlers.common.screen import Row, Screen, button, show, tell
from handlers.common.start import texts
from handlers.common.start.keyboards import ChooseTerritory, Help, Languages, NearMe, Territories
from handlers.common.words import _
from handlers.parent.certificates.keyboards import Mine
from handlers.parent.complaints.keyboards import Write
from handlers.parent.families.keyboards import Children
from handlers.parent.programs.buttons import Favourites
from handlers.parent.programs.keyboards import Find
from handlers.provider.certificates.keyboards import ProviderCases
from handlers.provider.contracts.keyboards import ProviderContracts
from handlers.provider.feedback.keyboards import ClubVoices
from handlers.staff.campaigns.buttons import Campaigns
from handlers.staff.catalogue.keyboards import Catalogue
from handlers.staff.certificates.keyboards import Queue
from handlers.staff.indicators.keyboards import Indicators
from handlers.staff.openings.keyboards import Openings
from handlers.staff.orders.keyboards import Orders
from handlers.staff.plan.keyboards import Plan
from handlers.staff.synonyms.keyboards import Synonyms
from services.certificates.queries import mine
from services.core.actor import Actor
from services.territories.queries import TerritoryView, territories, territory

PER_PAGE = 6
NEWEST = 3
MOST_ROWS = 8


def menu_rows(actor: Actor) -> tuple[Row, ...]:
    """The menu of exactly what this person can do."""
    rows: list[Row] = [
        [button(_("🔎 Find a club"), Find()), button(_("⭐ Favourites"), Favourites())],
        [button(_("🗂 My cases"), Mine()), button(_("👧 Children"), Children())],
    ]
    if actor.is_provider:
        rows.append([button(_("📥 Applications"), ProviderCases()), button(_("📄 Contracts"), ProviderContracts())])
        if not actor.is_staff:
            rows.append([button(_("📝 What families say"), ClubVoices())])
    if actor.is_staff:
        rows.append([button(_("🗃 Queue"), Queue()), button(_("📊 Indicators"), Indicators())])
        rows.append([button(_("🗓 Plan of the trial"), Plan()), button(_("📣 Message to all"), Campaigns())])
        rows.append([button(_("📚 Catalogue"), Catalogue()), button(_("🔤 Synonyms"), Synonyms())])
        rows.append([button(_("🕙 Opening of enrolment"), Openings()), button(_("💰 Social order"), Orders())])
    rows.append([button(_("📍 Territory"), Territories()), button(_("🌐 Language"), Languages())])
    if len(rows) < MOST_ROWS:  # (/help says the same)
        rows.append([button(_("💬 Question or complaint"), Write()), button(_("❓ Help"), Help())])
    return tuple(rows)


async def own_territory(session: AsyncSession, actor: Actor) -> TerritoryView | None:
    """The territory that the person has chosen."""
    return None if actor.territory_id is None else await territory(session, actor.territory_id)


async def menu(session: AsyncSession, actor: Actor, *, takes_applications: bool, first: str = "") -> Screen:
    """The menu; ``first`` is a line that stands before it."""
    own = await own_territory(session, actor)
    text = texts.menu(own, takes_applications=takes_applications)
    return Screen(f"{first}\n\n{text}" if first else text, menu_rows(actor))


async def territory_screen(session: AsyncSession, *, page: int = 0, first: str = "") -> Screen:
    """The list of territories, six to a page."""
    known = await territories(session)
    last = max(0, (len(known) - 1) // PER_PAGE)
    page = min(max(page, 0), last)
    shown = known[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: list[Row] = [[button(texts.short(one), ChooseTerritory(territory_id=one.id))] for one in shown]
    rows.extend(pages(page, last + 1, lambda to: Territories(page=to)))
    rows.append([button(_("📍 By location"), NearMe()), *home()])
    text = texts.ask_territory()
    return Screen(f"{first}\n\n{text}" if first else text, tuple(rows))


async def ask_territory(touch: CallbackQuery | Message, session: AsyncSession, *, page: int = 0) -> None:
    """Ask for the territory first: another room needs it."""
    screen = await territory_screen(session, page=page)
    await session.commit()
    await show(touch, screen)


async def show_again(touch: CallbackQuery | Message | None, session: AsyncSession, actor: Actor) -> None:
    """An update that was done before a restart: its person is shown where things stand.

    Perhaps it was a filing whose answer was lost: the numbers come as a message that is kept.
    """
    own = await mine(session, actor, 0)
    numbers = [line.facts.number for line in own.items[:NEWEST]]
    screen = Screen(texts.repeated(numbers), menu_rows(actor))
    await session.commit()
    if touch is not None:
        await (tell if numbers else show)(touch, screen)
