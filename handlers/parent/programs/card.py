"""The card of a group and what is behind it: details, similar programs, the other groups. All of it only reads."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.keyboards import back
from handlers.common.screen import Screen, show
from handlers.parent.programs import card_keyboards, details
from handlers.parent.programs.buttons import Details, SimilarTo, to_card
from handlers.parent.programs.card_texts import similar_to
from handlers.parent.programs.facts import gather
from handlers.parent.programs.keyboards import GroupCard, Groups
from handlers.parent.programs.screens import card_screen, groups_screen
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.programs import queries
from services.programs.queries.similar import similar
from services.territories.queries import territory

router = Router(name="parent.card")


@router.callback_query(GroupCard.filter())
async def open_card(
    query: CallbackQuery, callback_data: GroupCard, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """All that a parent decides by."""
    views = await queries.siblings(session, callback_data.group_id)
    screen = card_screen(await gather(session, actor, views, callback_data.group_id, now=clock()), callback_data)
    await session.commit()
    await show(query, screen)


@router.callback_query(Details.filter())
async def tell_more(
    query: CallbackQuery, callback_data: Details, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """All the rest, by pages."""
    views = await queries.siblings(session, callback_data.group_id)
    facts = await gather(session, actor, views, callback_data.group_id, now=clock())
    pages = details.pages(facts, await queries.details(session, facts.view.program_id))
    await session.commit()
    here = callback_data.model_copy(update={"at": min(max(callback_data.at, 0), len(pages) - 1)})
    await show(query, Screen(pages[here.at], card_keyboards.details(here, len(pages))))


@router.callback_query(SimilarTo.filter())
async def show_similar(query: CallbackQuery, callback_data: SimilarTo, session: AsyncSession, clock: Clock) -> None:
    """Up to three programs like this one."""
    view = await queries.group(session, callback_data.group_id)
    today = local_date(clock(), (await territory(session, view.territory_id)).timezone)
    found = await similar(session, view, today=today)
    await session.commit()
    rows = (*card_keyboards.alike(found, callback_data), back(to_card(callback_data)))
    await show(query, Screen(similar_to(view, len(found)), rows))


@router.callback_query(Groups.filter())
async def list_groups(query: CallbackQuery, callback_data: Groups, session: AsyncSession, clock: Clock) -> None:
    """All groups of a program, six on a page."""
    views = await queries.siblings(session, callback_data.group_id)
    zone = (await territory(session, views[0].territory_id)).timezone
    await session.commit()
    await show(query, groups_screen(views, callback_data, today=local_date(clock(), zone), zone=zone))
