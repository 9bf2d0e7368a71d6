"""Buttons that open a page: a Mini App first, and a one-time link for a client that has none."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, WebAppInfo

from handlers.common.context import Desk
from handlers.common.screen import Row, button
from handlers.common.words import _
from services.core.actor import Actor


class PageLink(CallbackData, prefix="page"):
    """A one-time link to a page, for a browser."""

    path: str


def open_page(desk: Desk, text: str, path: str) -> InlineKeyboardButton:
    """A button that opens a page of ours inside the messenger; the address says nothing about anybody."""
    return InlineKeyboardButton(text=text, web_app=WebAppInfo(url=desk.page(path)))


def ways_to(desk: Desk, text: str, path: str) -> tuple[Row, ...]:
    """Both ways to a page."""
    return ([open_page(desk, text, path)], [button(_("🔗 A link for a browser"), PageLink(path=path))])


def own_pages(desk: Desk, actor: Actor) -> tuple[Row, ...]:
    """What the actor may open: posts come by a one-time link, for their second factor wants a browser of its own."""
    rows: list[Row] = [[open_page(desk, _("👪 My cases and children"), "/my")]]
    if actor.is_staff:
        rows.append([button(_("🗂 The clerk's desk"), PageLink(path="/staff"))])
    if actor.is_provider:
        rows.append([button(_("🏫 The club's papers"), PageLink(path="/club"))])
    return tuple(rows)
