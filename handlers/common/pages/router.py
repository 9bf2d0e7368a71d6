"""One-time links to the pages, for clients without Mini Apps and for desktop browsers."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import home
from handlers.common.pages.keyboards import PageLink, own_pages
from handlers.common.screen import Screen, show
from handlers.common.words import _
from services.access import actions
from services.access.models import Audience
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import NotAllowed, Stale

router = Router(name="common.pages")


@router.message(Command("pages"))
async def list_pages(message: Message, session: AsyncSession, actor: Actor, desk: Desk) -> None:
    """Ways to the actor's pages: a parent's, and those of each post."""
    if desk.public_url is None:
        raise Stale("page")
    await session.commit()
    text = _("Your pages on our own server. Names and papers are shown there and never here.")
    await show(message, Screen(text, (*own_pages(desk, actor), home())))


@router.callback_query(PageLink.filter())
async def give_link(
    query: CallbackQuery, callback_data: PageLink, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """A link that works once and for ten minutes, whoever opens it."""
    if desk.public_url is None:
        raise Stale("page")
    token = await actions.issue_entry(
        session,
        person_id=actor.person_id,
        audience=_audience(actor, callback_data.path),
        target=callback_data.path,
        now=clock(),
    )
    await session.commit()
    link = InlineKeyboardButton(text=_("Open the page"), url=f"{desk.public_url}/e/{token}")
    text = _(
        "Here is your personal link. It works once and for ten minutes; don't pass it on. On the page you give data "
        "that do not belong in a chat.",
    )
    await show(query, Screen(text, ([link], home())))


def _audience(actor: Actor, path: str) -> Audience:
    """Whose page it is. Raises NotAllowed for a page of a post that the actor does not hold."""
    if path.startswith("/staff"):
        if not actor.is_staff:
            raise NotAllowed("staff")
        return Audience.STAFF
    if path.startswith("/club"):
        if not actor.is_provider:
            raise NotAllowed("provider")
        return Audience.PROVIDER
    return Audience.PARENT
