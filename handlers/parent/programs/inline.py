"""``@bot drawing`` in any chat: public cards that lead to the desk. Whoever asks is not written down."""

from contextlib import suppress

from aiogram import Router
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.words import _
from handlers.parent.programs import inline_texts
from handlers.parent.programs.texts import cut
from services.core.actor import Actor
from services.core.clock import Clock, local_date
from services.programs import queries
from services.programs.actions import count_visit
from services.programs.queries import Found, GroupView
from services.programs.rules import Wish
from services.providers.queries import ProviderView, providers
from services.territories.queries import TerritoryView, territories, territory

router = Router(name="parent.inline")
CACHE_SECONDS = 10
"""Seats change: what Telegram remembers must be of now."""
PLACES_TRIED = 5
"""Territories that are searched for somebody who has chosen none."""
LONGEST_OFFSET = 4


@router.inline_query()
async def offer(query: InlineQuery, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock) -> None:
    """A page of programs for what is typed after the bot's name."""
    place, found = await _search(session, actor, query, clock)
    views = await queries.groups(session, [card.group_id for card in found.items])
    owners = await providers(session, {view.provider_id for view in views.values()})
    await session.commit()
    shown = [views[card.group_id] for card in found.items if card.group_id in views]
    results = [_result(view, owners.get(view.provider_id), desk) for view in shown]
    more = str(found.page + 1) if found.page + 1 < found.pages else ""
    with suppress(TelegramBadRequest):  # «query is too old»: the person has typed on
        await query.answer(
            list(results), cache_time=CACHE_SECONDS, is_personal=True, next_offset=more, button=_way_in(place, found)
        )


@router.chosen_inline_result()
async def chosen(result: ChosenInlineResult, session: AsyncSession, clock: Clock) -> None:
    """A card was sent to a chat: counted for its territory, whoever sent it."""
    if not (result.result_id.isdecimal() and len(result.result_id) < 18):
        return
    views = await queries.groups_of(session, int(result.result_id))
    if views:
        place = await territory(session, views[0].territory_id)
        day = local_date(clock(), place.timezone)
        await count_visit(session, territory_id=place.id, kind="i", source="inline", day=day)
    await session.commit()


async def _search(
    session: AsyncSession, actor: Actor, query: InlineQuery, clock: Clock
) -> tuple[TerritoryView | None, Found]:
    """In the person's territory; for anybody else in the first that has something."""
    if actor.territory_id is not None:
        places = [await territory(session, actor.territory_id)]
    else:
        places = (await territories(session))[:PLACES_TRIED]
    found, place = Found(), None
    for place in places:
        today = local_date(clock(), place.timezone)
        typed = query.query.strip()
        wish = await queries.understood(session, territory=place, text=typed, today=today) if typed else Wish()
        if wish is None:  # emoji alone
            continue
        found = await queries.search(session, territory=place, wish=wish, page=_page(query.offset), today=today)
        if found.items:
            break
    return place, found


def _page(offset: str) -> int:
    """Telegram hands back what was given out; anything else begins anew."""
    return int(offset) if offset.isdecimal() and len(offset) <= LONGEST_OFFSET else 0


def _result(view: GroupView, owner: ProviderView | None, desk: Desk) -> InlineQueryResultArticle:
    link = InlineKeyboardButton(text=_("📝 Seats and application"), url=desk.link(f"p_{view.program_id}_inline"))
    return InlineQueryResultArticle(
        id=str(view.program_id),
        title=cut(view.title, inline_texts.TITLE),
        description=inline_texts.description(view),
        input_message_content=InputTextMessageContent(
            message_text=inline_texts.message(view, owner),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[link]]),
    )


def _way_in(place: TerritoryView | None, found: Found) -> InlineQueryResultsButton | None:
    """Above the results: into the desk itself, where nothing was found too."""
    if place is None:
        return None
    if not found.items:
        words = _("Nothing found: search in the bot")
    elif found.relaxed:
        words = _("Nothing has all of that; close to it:")
    else:
        words = _("All programs are in the bot")
    return InlineQueryResultsButton(text=words, start_parameter=f"t_{place.slug}_inline")
