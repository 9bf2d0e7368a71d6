"""Mini App launch data, signed with the demo token (Bot API, «Validating data received via the Mini App»)."""

import hashlib
import hmac
import json
import secrets
from urllib.parse import urlencode

from bot.sandbox.state import Chat, World
from bot.sandbox.touches import NoSuchButton


def launch_url(world: World, chat: Chat, token: str, message_id: int, row: int, col: int) -> str:
    """Where a web_app button of the message's current keyboard leads, with who opens it and when."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted or row < 0 or col < 0:
        raise NoSuchButton
    try:
        url: str = message.keyboard[row][col]["web_app"]["url"]
    except (IndexError, KeyError):
        raise NoSuchButton from None
    fragment = {
        "tgWebAppData": init_data(world, chat, token),
        "tgWebAppVersion": "9.0",
        "tgWebAppPlatform": "weba",
        "tgWebAppThemeParams": "{}",
    }
    return f"{url}{'&' if '#' in url else '#'}{urlencode(fragment)}"


def init_data(world: World, chat: Chat, token: str) -> str:
    """The signed query string that the page hands to its own server."""
    fields = {
        "query_id": secrets.token_urlsafe(16),
        "user": json.dumps(chat.user, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(world.today()),
    }
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode({**fields, "hash": hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()})
