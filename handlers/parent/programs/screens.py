"""Screens of the catalogue that other rooms lead to."""

from datetime import datetime

from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Row, Screen, button, show
from handlers.common.words import _
from handlers.parent.certificates.keyboards import ApplyTo
from handlers.parent.programs import keyboards, texts
from handlers.parent.programs.keyboards import GroupCard
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.programs import queries
from services.programs.queries import GroupView
from services.providers.queries import provider
from services.territories.queries import territory


async def show_program(
    touch: CallbackQuery | Message,
    session: AsyncSession,
    _actor: Actor,
    *,
    program_id: int,
    now: datetime | None = None,
) -> None:
    """The card of a program's best group, where a deep link leads. Raises NotFound for a program without groups."""
    views = await queries.groups_of(session, program_id)
    if not views:
        raise NotFound("program")
    screen = await card_screen(session, views, GroupCard(group_id=views[0].id), now=now)
    await session.commit()
    await show(touch, screen)


async def card_screen(
    session: AsyncSession,
    views: list[GroupView],
    here: GroupCard,
    *,
    now: datetime | None,
) -> Screen:
    """The card of one of a program's groups; ``views`` are all of them."""
    view = next(one for one in views if one.id == here.group_id)
    owner = await provider(session, view.provider_id)
    place = await territory(session, view.territory_id)
    is_over = now is not None and view.ends_on < local_date(now, place.timezone)
    closed = texts.why_not(view, is_over=is_over)
    apply: Row = [] if closed else [button(_("📝 Apply"), ApplyTo(group_id=view.id))]
    others = [one for one in views if one.id != view.id]
    return Screen(texts.card(view, owner, closed), keyboards.card(view, others, here, apply))
