"""Telegram's documented limits, with its own error texts."""

from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox import html
from bot.sandbox.errors import bad_request
from bot.sandbox.html import Entity
from bot.sandbox.shapes import Params
from bot.sandbox.state import BOT

TEXT_MOST = 4096
CAPTION_MOST = 1024
ANSWER_MOST = 200
DATA_MOST = 64
COPIED_MOST = 256
BUTTONS_MOST = 100
ROW_MOST = 8
INLINE_ACTIONS = {
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
}  # fmt: skip


def text_of(params: Params) -> tuple[str, tuple[Entity, ...]]:
    """The text of a message after entities; 1-4096 characters (Bot API, sendMessage)."""
    text, entities = _formatted(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if html.length(text) > TEXT_MOST:
        raise bad_request("message is too long")
    return text, entities


def caption_of(params: Params) -> tuple[str, tuple[Entity, ...]]:
    """The caption of a file after entities; 0-1024 characters (Bot API, sendDocument)."""
    text, entities = _formatted(params, "caption", "caption_entities")
    if html.length(text) > CAPTION_MOST:
        raise bad_request("message caption is too long")
    return text, entities


def _formatted(params: Params, name: str, entities: str) -> tuple[str, tuple[Entity, ...]]:
    source = params.get(name) or ""
    mode = (params.get("parse_mode") or "").lower()
    if mode == "html":
        return html.parse(source)
    if mode:
        # Telegram takes both Markdowns; the desk speaks HTML only, and a text that says otherwise is a slip
        raise bad_request("unsupported parse_mode")
    return html.trimmed(source, params.get(entities) or [])


def markup_of(params: Params) -> dict[str, Any] | None:
    """The keyboard of a message, checked; None when there is none."""
    markup: dict[str, Any] | None = params.get("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" in markup:
        _check_sizes(markup["inline_keyboard"])
        for row in markup["inline_keyboard"]:
            for button in row:
                check_inline_button(button)
        if not any(markup["inline_keyboard"]):
            return None
    elif "keyboard" in markup:
        _check_sizes(markup["keyboard"])
        for row in markup["keyboard"]:
            for button in row:
                _check_key(button)
    return markup


def _check_sizes(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > BUTTONS_MOST or any(len(row) > ROW_MOST for row in rows):
        raise bad_request("reply markup is too long")


def check_inline_button(button: dict[str, Any]) -> None:
    """One action per button; callback_data 1-64 bytes; addresses that Telegram would open."""
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = INLINE_ACTIONS & button.keys()
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    if "copy_text" in button and not 1 <= html.length(button["copy_text"]["text"]) <= COPIED_MOST:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_MOST:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not is_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "web_app" in button:
        check_web_app(button["web_app"]["url"], "inline keyboard button")


def _check_key(button: Any) -> None:
    text = button if isinstance(button, str) else button["text"]
    if not text.strip():
        raise bad_request("keyboard button text must be non-empty")
    if isinstance(button, dict) and "web_app" in button:
        check_web_app(button["web_app"]["url"], "keyboard button")


def check_web_app(url: str, where: str) -> None:
    """Mini Apps open over https only; the sandbox lets http pass on this machine, where there is no certificate."""
    scheme, host = split(url)
    if host and (scheme == "https" or (scheme == "http" and is_loopback(host))):
        return
    raise bad_request(f"{where} Web App URL '{url}' is invalid: Only HTTPS links are allowed")


@lru_cache(maxsize=1024)
def is_link(url: str) -> bool:
    """Whether a button may lead there: http, https or tg (Bot API, InlineKeyboardButton.url)."""
    scheme, host = split(url)
    if scheme in {"http", "https"}:
        return "." in host or is_loopback(host)
    return scheme == "tg" and bool(host)


def split(url: str) -> tuple[str, str]:
    """Scheme and host; empty for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.hostname or ""


def check_start_link(url: str) -> str:
    """What a callback's answer may open: this bot, with a start parameter (Bot API, answerCallbackQuery)."""
    if url and not url.startswith(f"https://t.me/{BOT['username']}?start="):
        raise bad_request("URL_INVALID")
    return url


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
