"""Deep links: ``i_`` an invitation, ``o_`` a page, ``v_`` a certificate, ``p_`` a program, ``t_`` a territory.

The latter two may name where they stood (``p_12_qr``): visits are counted by it, and nobody is kept.
"""

import re
from datetime import datetime

from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import home
from handlers.common.pages.keyboards import ways_to
from handlers.common.places import place_of
from handlers.common.screen import Screen, show
from handlers.common.start import screens, texts
from handlers.common.verify.router import show_check
from handlers.common.words import _
from handlers.parent.programs.screens import show_program
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.programs.actions import count_visit
from services.staff import actions
from services.territories.queries import territory, territory_by_slug

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What Telegram lets a link carry; more can only be typed by hand."""


async def follow(
    message: Message,
    payload: str,
    *,
    session: AsyncSession,
    actor: Actor,
    desk: Desk,
    now: datetime,
) -> None:
    """Go where the link points; one that was cut in half is explained, never an error."""
    kind, _dash, rest = payload.partition("_") if _PAYLOAD.fullmatch(payload) else ("", "", "")
    target, _dash, source = rest.partition("_")
    if kind == "i" and rest:
        await _accept(message, rest, session=session, actor=actor, now=now)
    elif kind == "p" and target.isdecimal() and len(target) < 18:
        await show_program(message, session, actor, program_id=int(target), source=source, now=now)
    elif kind == "t" and target:
        await _enter(message, target, source, session=session, actor=actor, desk=desk, now=now)
    elif kind == "v" and rest:
        await show_check(message, rest, session, actor, desk=desk, now=now)
    elif kind == "o" and desk.public_url is not None:
        await session.commit()
        rows = ways_to(desk, _("Open the page"), place_of(payload))
        await show(message, Screen(texts.same_place(), (*rows, home())))
    else:
        await session.commit()
        await show(message, Screen(texts.link_broken(), screens.menu_rows(actor)))


async def _accept(message: Message, code: str, *, session: AsyncSession, actor: Actor, now: datetime) -> None:
    post = await actions.accept(session, actor, code=code, now=now)
    if actor.territory_id is None:
        actor = await actions.choose_territory(session, actor, territory_id=post.territory_id)
    where = await territory(session, post.territory_id)
    actor = Actor(actor.person_id, actor.locale, actor.territory_id, (*actor.posts, post))
    await session.commit()
    await show(message, Screen(texts.post_given(post, where), screens.menu_rows(actor)))


async def _enter(
    message: Message, slug: str, source: str, *, session: AsyncSession, actor: Actor, desk: Desk, now: datetime
) -> None:
    try:
        chosen = await territory_by_slug(session, slug)
    except NotFound:
        screen = await screens.territory_screen(session, first=texts.territory_gone())
    else:
        actor = await actions.choose_territory(session, actor, territory_id=chosen.id)
        day = local_date(now, chosen.timezone)
        await count_visit(session, territory_id=chosen.id, kind="t", source=source, day=day)
        screen = await screens.menu(session, actor, takes_applications=desk.takes_applications)
    await session.commit()
    await show(message, screen)
