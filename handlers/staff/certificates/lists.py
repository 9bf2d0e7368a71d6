"""Waiting lists as the body sees them, and by the same screens the clubs: places and days, nobody's child."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import formats
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, Screen, button, show
from handlers.common.words import _, _n
from handlers.parent.certificates.texts import program
from handlers.staff.certificates.list_buttons import ListOf, Lists
from services.certificates import queries
from services.certificates.queries import ListLine, ListPage, Place
from services.core.actor import Actor
from services.territories.queries import TerritoryView, territory

PAGE = 6
LIST_TITLE = 30
router = Router(name="staff.certificates.lists")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(Lists.filter())
async def show_lists(query: CallbackQuery, callback_data: Lists, session: AsyncSession, actor: Actor) -> None:
    """The longest first."""
    found = await queries.lists(session, actor)
    await session.commit()
    total = max(1, -(-len(found) // PAGE))
    page = min(max(callback_data.page, 0), total - 1)
    rows: list[Row] = [
        [button(_short(line), ListOf(group_id=line.group.id))] for line in found[page * PAGE : (page + 1) * PAGE]
    ]
    rows.extend(pages(page, total, lambda to: Lists(page=to)))
    await show(query, Screen(_head(found), (*rows, home())))


@router.callback_query(ListOf.filter())
async def show_list(query: CallbackQuery, callback_data: ListOf, session: AsyncSession, actor: Actor) -> None:
    """Places in their order."""
    found = await queries.waiting_list(session, actor, group_id=callback_data.group_id, page=callback_data.page)
    place = await territory(session, found.group.territory_id)
    await session.commit()
    arrows = pages(found.page, found.pages, lambda to: ListOf(group_id=found.group.id, page=to))
    await show(query, Screen(words(found, place), (*arrows, back(Lists()))))


def _short(line: ListLine) -> str:
    """«Robotics · Saturday · 7». A button is plain text."""
    title = line.group.title
    title = title if len(title) <= LIST_TITLE else title[: LIST_TITLE - 1].rstrip() + "…"
    return f"{title} · {line.group.group_title[:12]} · {line.waiting + line.offered}"


def _head(found: list[ListLine]) -> str:
    if not found:
        return _("Nobody stands in line: every group either has seats or nobody waits for it.")
    children = sum(line.waiting + line.offered for line in found)
    text = _n("{count} child stands in line.", "{count} children stand in line.", children).format(count=children)
    rest = _("A seat that comes free is offered to the first by itself; nothing is needed from you.")
    return f"{text} {rest}"


def words(found: ListPage, place: TerritoryView) -> str:
    """A page of one list."""
    head = _("<b>{program}</b>\nSeats: {capacity}, in line: {count}.").format(
        program=program(found.group), capacity=found.group.capacity, count=found.total
    )
    lines = [line(one, place) for one in found.items]
    return "\n\n".join([head, "\n".join(lines)]) if lines else head


def line(one: Place, place: TerritoryView) -> str:
    """«2. No. 18, since 3 September, 10:42: offered until 5 September, 18:00»."""
    told = {"place": one.position, "number": one.number, "moment": formats.moment(one.joined_at, place.timezone)}
    if one.is_offered and one.answer_by is not None:
        until = formats.moment(one.answer_by, place.timezone)
        return _("{place}. No. {number}, since {moment}: offered a seat until {until}").format(**told, until=until)
    return _("{place}. No. {number}, since {moment}").format(**told)
