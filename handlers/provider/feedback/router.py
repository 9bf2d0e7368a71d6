"""A club sees what its families said, month by month, and answers them all in one tap."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsProvider
from handlers.common.keyboards import home
from handlers.common.screen import Screen, show
from handlers.provider.feedback import keyboards, texts
from handlers.provider.feedback.keyboards import ClubReply, ClubVoices
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import NotFound
from services.feedback import actions, queries
from services.providers import queries as providers
from services.territories import queries as territories

router = Router(name="provider.feedback")
router.message.filter(IsProvider())
router.callback_query.filter(IsProvider())


@router.callback_query(ClubVoices.filter())
async def see_voices(query: CallbackQuery, callback_data: ClubVoices, session: AsyncSession, actor: Actor) -> None:
    """A month's results beside the territory's middle."""
    screen = await _screen(session, actor, callback_data.provider_id, callback_data.period)
    await session.commit()
    await show(query, screen)


@router.callback_query(ClubReply.filter())
async def reply(
    query: CallbackQuery, callback_data: ClubReply, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """A ready answer goes to all families that were asked."""
    club, period = callback_data.provider_id, callback_data.period
    await actions.reply(session, actor, provider_id=club, said=actions.Said(period, callback_data.ready), now=clock())
    screen = await _screen(session, actor, club, period)
    await session.commit()
    await show(query, screen)


async def _screen(session: AsyncSession, actor: Actor, provider_id: int, period: int) -> Screen:
    clubs = sorted(actor.providers)
    provider_id = provider_id or next(iter(clubs), 0)
    if provider_id not in clubs:
        raise NotFound("provider")
    club = await providers.provider(session, provider_id)
    land = await territories.territory(session, club.territory_id)
    found = {one.period: one for one in await queries.months(session, land, provider_id)}
    if not found:
        return Screen(texts.nothing(club.name, land.policy.survey_min_answers), (home(),))
    seen = found.get(period) or next(iter(found.values()))
    rows = keyboards.month(provider_id, list(found), seen.period, clubs, can_reply=seen.reply is None)
    return Screen(texts.month(club.name, seen), rows)
