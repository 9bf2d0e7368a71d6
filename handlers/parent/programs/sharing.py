"""Links to a program, the poster with its QR code, and lessons as calendar files."""

import asyncio
from datetime import date, timedelta
from urllib.parse import urlencode

from aiogram import Router
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import back, home
from handlers.common.screen import Row, Screen, acknowledge, button, show
from handlers.common.words import _
from handlers.parent.certificates.keyboards import MyCase
from handlers.parent.programs import sharing_texts
from handlers.parent.programs.buttons import Lessons, OwnLessons, Poster, Share, to_card
from handlers.parent.programs.facts import gather
from handlers.parent.programs.keyboards import GroupCard
from handlers.parent.programs.posters import Draw, leaflet
from services.calendar.queries import holidays
from services.certificates.queries import own_application
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.core.errors import Stale
from services.programs import queries
from services.programs.queries import GroupView
from services.programs.queries.visits import visits_by_source
from services.programs.rules.ics import Course, calendar_file
from services.territories.queries import TerritoryView, territory

router = Router(name="parent.sharing")
SHARE = "https://t.me/share/url"
COUNTED = timedelta(days=30)


@router.callback_query(Share.filter())
async def share(
    query: CallbackQuery, callback_data: Share, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """The link to a program; those of the body see how often links were opened."""
    view = await queries.group(session, callback_data.group_id)
    counted: dict[str, int] = {}
    if view.territory_id in actor.staff_territories:
        today = local_date(clock(), (await territory(session, view.territory_id)).timezone)
        counted = await visits_by_source(session, view.territory_id, first=today - COUNTED, last=today)
    await session.commit()
    link = desk.link(f"p_{view.program_id}_share")
    ready = urlencode({"url": link, "text": sharing_texts.invitation(view)})
    rows: tuple[Row, ...] = (
        [InlineKeyboardButton(text=_("↗️ Send to a chat"), url=f"{SHARE}?{ready}")],
        [button(_("🖨 Poster with a QR code"), Poster(group_id=view.id))],
        back(to_card(callback_data)),
    )
    await show(query, Screen(sharing_texts.share(view, link, counted), rows))


@router.callback_query(Poster.filter())
async def send_poster(
    query: CallbackQuery,
    callback_data: Poster,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    clock: Clock,
    poster: Draw,
) -> None:
    """One page to print and hang up."""
    views = await queries.siblings(session, callback_data.group_id)
    facts = await gather(session, actor, views, callback_data.group_id, now=clock())
    await session.commit()
    await acknowledge(query, sharing_texts.drawing())
    program = facts.view.program_id
    made = await poster(leaflet(facts, desk.link(f"p_{program}_qr")))
    file = BufferedInputFile(made, filename=f"poster-{program}.pdf")
    await _send(query, file, sharing_texts.poster(facts.view), back(GroupCard(group_id=facts.view.id)))


@router.callback_query(Lessons.filter())
async def send_lessons(
    query: CallbackQuery, callback_data: Lessons, session: AsyncSession, desk: Desk, clock: Clock
) -> None:
    """A group's lessons, to look at beside the family's other plans."""
    view = await queries.group(session, callback_data.group_id)
    place = await territory(session, view.territory_id)
    course = _course(view, desk, key=f"g{view.id}")
    file = await _file(session, course, place, clock)
    await session.commit()
    await acknowledge(query)
    await _send(query, file, sharing_texts.lessons(view), back(GroupCard(group_id=view.id)))


@router.callback_query(OwnLessons.filter())
async def send_own_lessons(
    query: CallbackQuery, callback_data: OwnLessons, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """The lessons that a certificate pays for, from its first day to its last; nobody is named."""
    own = await own_application(session, actor, callback_data.application_id, now=clock())
    if own.certificate is None:
        raise Stale("application")
    days = (own.certificate.valid_from, own.certificate.valid_to)
    course = _course(own.group, desk, key=f"a{own.facts.number}", days=days)
    file = await _file(session, course, own.territory, clock)
    await session.commit()
    await acknowledge(query)
    number = own.facts.number
    rows = [button(_("🗂 This case"), MyCase(application_id=number)), *home()]
    await _send(query, file, sharing_texts.lessons(own.group), rows)


def _course(view: GroupView, desk: Desk, *, key: str, days: tuple[date, date] | None = None) -> Course:
    """What the calendar shows: the program, the place, the way back to its card."""
    if not view.is_dated or not view.lessons:
        raise Stale("group")
    first, last = days or (view.starts_on, view.ends_on)
    link = desk.link(f"p_{view.program_id}_ics")
    return Course(key, view.title, view.address, f"{view.group_title}\n{link}", view.lessons, first, last)


async def _file(session: AsyncSession, course: Course, place: TerritoryView, clock: Clock) -> BufferedInputFile:
    """Drawn beside the loop: the first one of a process takes most of a second."""
    off = frozenset(await holidays(session, course.first, course.last))
    made = await asyncio.to_thread(calendar_file, course, zone=place.timezone, off=off, now=clock())
    return BufferedInputFile(made, filename=f"lessons-{course.key}.ics")


async def _send(query: CallbackQuery, file: BufferedInputFile, caption: str, row: Row) -> None:
    """The file below the card, with the way on under it."""
    if query.bot is None or query.message is None:
        return
    keyboard = Screen("", (row,)).keyboard
    await query.bot.send_document(query.message.chat.id, file, caption=caption, reply_markup=keyboard)
