"""Mini App launch data, signed with the demo token (Bot API, «Validating data received via the Mini App»)."""

import hashlib
import hmac
import json
import secrets
from types import MappingProxyType
from urllib.parse import urlencode

from bot.sandbox.state import Chat, World
from bot.sandbox.things import Json
from bot.sandbox.touches import NoSuchButton, key_button

VERSION = "9.0"
THEMES = MappingProxyType(
    {
        "light": {
            "bg_color": "#ffffff", "secondary_bg_color": "#e9eee9", "text_color": "#1c2422", "hint_color": "#5d6b67",
            "link_color": "#17649b", "button_color": "#1f6f5d", "button_text_color": "#ffffff",
            "header_bg_color": "#ffffff", "bottom_bar_bg_color": "#ffffff", "section_bg_color": "#ffffff",
            "accent_text_color": "#1f6f5d", "section_header_text_color": "#1f6f5d",
            "section_separator_color": "#d6ddd9", "subtitle_text_color": "#5d6b67", "destructive_text_color": "#b3261e",
        },
        "dark": {
            "bg_color": "#18201d", "secondary_bg_color": "#0f1513", "text_color": "#e8eeeb", "hint_color": "#9aa9a4",
            "link_color": "#7fc1ee", "button_color": "#52b79d", "button_text_color": "#06231b",
            "header_bg_color": "#18201d", "bottom_bar_bg_color": "#18201d", "section_bg_color": "#18201d",
            "accent_text_color": "#52b79d", "section_header_text_color": "#52b79d",
            "section_separator_color": "#2b3632", "subtitle_text_color": "#9aa9a4", "destructive_text_color": "#ff8a80",
        },
    }
)  # fmt: skip
"""The page's own colours under Telegram's names (Bot API, ThemeParams)."""


def button_url(chat: Chat, message_id: int, row: int, col: int) -> str:
    """Where a web_app button of the message's current keyboard leads."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted or row < 0 or col < 0:
        raise NoSuchButton
    try:
        url: str = message.keyboard[row][col]["web_app"]["url"]
    except (IndexError, KeyError):
        raise NoSuchButton from None
    return url


def menu_url(world: World, chat: Chat) -> str:
    """Where the chat's menu button leads (Bot API, setChatMenuButton)."""
    button = menu_button(world, chat)
    if button is None:
        raise NoSuchButton
    return str(button["web_app"]["url"])


def menu_button(world: World, chat: Chat) -> Json | None:
    """The chat's own Mini App button, else everybody's; None when the menu shows commands."""
    for name in (f"menu {chat.id}", "menu "):
        button = world.settings.get(name)
        if button is not None and button["type"] != "default":
            found: Json = button
            return found if "web_app" in found else None
    return None


def key_url(chat: Chat, text: str) -> str:
    """Where a web_app button of the reply keyboard leads."""
    button = key_button(chat, text)
    if "web_app" not in button:
        raise NoSuchButton
    return str(button["web_app"]["url"])


def with_launch(url: str, init_data: str, theme: str) -> str:
    """The address as the phone opens it: who opens it and when, and how it should look."""
    fragment = {
        "tgWebAppData": init_data,
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": "weba",
        "tgWebAppThemeParams": json.dumps(THEMES[theme]),
    }
    return f"{url}{'&' if '#' in url else '#'}{urlencode(fragment)}"


def init_data(world: World, chat: Chat, token: str) -> str:
    """The signed query string that the page hands to its own server."""
    fields = {
        "query_id": secrets.token_urlsafe(16),
        "user": json.dumps(chat.user, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(world.today()),
        "signature": secrets.token_urlsafe(64),  # for third parties; the hash covers it as one more field
    }
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode({**fields, "hash": hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()})
