"""Keep a program at hand, wait for a seat, and the lists of both."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.keyboards import home, pages
from handlers.common.screen import Row, Screen, button, show
from handlers.common.words import _
from handlers.parent.certificates.keyboards import Basket
from handlers.parent.programs import wishes_texts
from handlers.parent.programs.buttons import Favourites, Keep, LetGo, Unwatch, Watch, Watches, to_card
from handlers.parent.programs.facts import gather
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.parent.programs.screens import card_screen
from services.core.actor import Actor
from services.core.clock import Clock
from services.programs import actions, queries
from services.programs.queries import wishes

router = Router(name="parent.wishes")


@router.callback_query(Keep.filter())
async def keep(query: CallbackQuery, callback_data: Keep, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Among the favourites, or out of them; the card is drawn anew."""
    if callback_data.off:
        view = await queries.group(session, callback_data.group_id)
        await actions.let_go(session, actor, program_id=view.program_id)
    else:
        await actions.keep(session, actor, group_id=callback_data.group_id, now=clock())
    said = wishes_texts.let_go() if callback_data.off else wishes_texts.kept()
    await _card(query, to_card(callback_data), said, session=session, actor=actor, clock=clock)


@router.callback_query(Watch.filter())
async def watch(query: CallbackQuery, callback_data: Watch, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Wait for a seat, or wait no more; the card is drawn anew."""
    if callback_data.off:
        await actions.unwatch(session, actor, group_id=callback_data.group_id)
    else:
        await actions.watch(session, actor, group_id=callback_data.group_id, now=clock())
    said = wishes_texts.waits_no_more() if callback_data.off else wishes_texts.waiting()
    await _card(query, to_card(callback_data), said, session=session, actor=actor, clock=clock)


@router.callback_query(Unwatch.filter())
async def unwatch(
    query: CallbackQuery, callback_data: Unwatch, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Pressed under a message: what else is awaited."""
    await actions.unwatch(session, actor, group_id=callback_data.group_id)
    found = await wishes.watched(session, actor, page=0, now=clock())
    await session.commit()
    await show(query, _watches(found), said=wishes_texts.waits_no_more())


@router.callback_query(LetGo.filter())
async def let_go(query: CallbackQuery, callback_data: LetGo, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """Out of the favourites, from the list."""
    await actions.let_go(session, actor, program_id=callback_data.program_id)
    found = await wishes.favourites(session, actor, page=0, now=clock())
    await session.commit()
    await show(query, _favourites(found), said=wishes_texts.let_go())


@router.callback_query(Favourites.filter())
async def list_favourites(
    query: CallbackQuery, callback_data: Favourites, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Kept programs, with what has changed."""
    found = await wishes.favourites(session, actor, page=callback_data.page, now=clock())
    await session.commit()
    await show(query, _favourites(found))


@router.callback_query(Watches.filter())
async def list_watches(
    query: CallbackQuery, callback_data: Watches, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Groups that are awaited."""
    found = await wishes.watched(session, actor, page=callback_data.page, now=clock())
    await session.commit()
    await show(query, _watches(found))


async def _card(
    query: CallbackQuery, here: GroupCard, said: str, *, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """The card as it is after the deed."""
    views = await queries.siblings(session, here.group_id)
    screen = card_screen(await gather(session, actor, views, here.group_id, now=clock()), here)
    await session.commit()
    await show(query, screen, said=said)


def _favourites(found: wishes.Page[wishes.Kept]) -> Screen:
    rows: list[Row] = [[button(wishes_texts.kept_line(one), _of_kept(one))] for one in found.items]
    if not found.items:
        rows.append([button(_("🔎 Find a club"), Find())])
    rows.extend(pages(found.page, found.pages, lambda to: Favourites(page=to)))
    if found.items:
        rows.append([button(_("📨 Apply to several at once"), Basket())])
    return Screen(wishes_texts.favourites(found), (*rows, [button(_("⏳ Awaited seats"), Watches()), *home()]))


def _watches(found: wishes.Page[wishes.Watched]) -> Screen:
    rows: list[Row] = [[button(wishes_texts.watched_line(one), _of_watched(one))] for one in found.items]
    rows.extend(pages(found.page, found.pages, lambda to: Watches(page=to)))
    return Screen(wishes_texts.watches(found), (*rows, [button(_("⭐ Favourites"), Favourites()), *home()]))


def _of_kept(one: wishes.Kept) -> GroupCard | LetGo:
    return LetGo(program_id=one.program_id) if one.group is None else GroupCard(group_id=one.group.id)


def _of_watched(one: wishes.Watched) -> GroupCard | Unwatch:
    return Unwatch(group_id=one.group_id) if one.group is None else GroupCard(group_id=one.group.id)
