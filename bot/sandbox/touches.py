"""What a person does on the page, turned into Telegram's updates."""

import secrets
from typing import Any

from bot.sandbox.files import Upload, describe
from bot.sandbox.html import length
from bot.sandbox.state import BOT, Chat, Message, Query, World, as_telegram

QUERIES_KEPT = 5000


class NoSuchButton(LookupError):
    """The message is gone, or its current keyboard has no such button."""


def say(world: World, chat: Chat, text: str, reply: int | None = None) -> int | None:
    """Send a text; a command gets its entity, as every client of Telegram sends it."""
    entities: tuple[dict[str, Any], ...] = ()
    if text.startswith("/"):
        command = text.split(maxsplit=1)[0]
        entities = ({"type": "bot_command", "offset": 0, "length": length(command)},)
    message = world.new_message(chat, from_bot=False, text=text, entities=entities)
    return _incoming(world, chat, message, reply)


def start(world: World, chat: Chat, payload: str | None = None) -> int | None:
    """Press Start, perhaps from a deep link; it also ends a block."""
    if chat.blocked:
        block(world, chat, on=False)
    chat.started = True
    return say(world, chat, f"/start {payload}" if payload else "/start")


def press(world: World, chat: Chat, message_id: int, row: int, col: int) -> int | None:
    """Press a button of the message's current keyboard."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted or row < 0 or col < 0:
        raise NoSuchButton
    try:
        button = message.keyboard[row][col]
    except IndexError:
        raise NoSuchButton from None
    if "callback_data" not in button:
        raise NoSuchButton
    return forge(world, chat, message, button["callback_data"])


def forge(world: World, chat: Chat, message: Message | None, data: str) -> int | None:
    """Send a callback query with any data, as a modified client can."""
    query_id = str(secrets.randbits(60))
    world.queries[query_id] = Query(chat, world.now())
    body: dict[str, Any] = {"id": query_id, "from": chat.user, "chat_instance": str(chat.id), "data": data}
    if message is not None:
        body["message"] = as_telegram(chat, message)
    while len(world.queries) > QUERIES_KEPT:
        del world.queries[next(iter(world.queries))]
    return world.push(chat, "callback_query", body)


def press_key(world: World, chat: Chat, text: str) -> int | None:
    """Press a button of the reply keyboard; a one-time keyboard hides after it."""
    markup = chat.reply_markup or {}
    if text not in keys(chat):
        raise NoSuchButton
    if markup.get("one_time_keyboard"):
        chat.reply_markup = None
    return say(world, chat, text)


def keys(chat: Chat) -> dict[str, str]:
    """Texts of the reply keyboard's buttons and what each asks for: text, contact or location."""
    found = {}
    for row in (chat.reply_markup or {}).get("keyboard", []):
        for button in row:
            plain = isinstance(button, str)
            text = button if plain else button["text"]
            asks = (
                "" if plain else next((kind for kind in ("contact", "location") if button.get(f"request_{kind}")), "")
            )
            found[text] = asks or "text"
    return found


def send_sticker(world: World, chat: Chat) -> int | None:
    stored = world.store("sticker.webp", "image/webp", b"RIFF")
    sticker = {
        "file_id": stored.id, "file_unique_id": stored.id[:12], "type": "regular", "width": 512, "height": 512,
        "is_animated": False, "is_video": False, "emoji": "👍",
    }  # fmt: skip
    return _incoming(world, chat, world.new_message(chat, from_bot=False, body={"sticker": sticker}))


def send_location(world: World, chat: Chat, lat: float, lon: float) -> int | None:
    body = {"location": {"latitude": lat, "longitude": lon}}
    return _incoming(world, chat, world.new_message(chat, from_bot=False, body=body))


def send_contact(world: World, chat: Chat, phone: str) -> int | None:
    contact = {"phone_number": phone, "first_name": chat.persona.first_name, "user_id": chat.id}
    return _incoming(world, chat, world.new_message(chat, from_bot=False, body={"contact": contact}))


def send_file(world: World, chat: Chat, upload: Upload, caption: str = "") -> int | None:
    """Send a document; its bytes are kept for getFile."""
    stored = world.store(upload.name, upload.mime, upload.content)
    body = {"document": describe(stored, "document")}
    return _incoming(world, chat, world.new_message(chat, from_bot=False, text=caption, body=body))


def block(world: World, chat: Chat, *, on: bool) -> int | None:
    """Block the bot or let it in again; the bot is told by my_chat_member."""
    old, new = ("member", "kicked") if on else ("kicked", "member")
    chat.blocked = on
    chat.changed()
    return world.push(
        chat,
        "my_chat_member",
        {
            "chat": {"id": chat.id, "type": "private", "first_name": chat.persona.first_name},
            "from": chat.user,
            "date": world.today(),
            "old_chat_member": _member(old),
            "new_chat_member": _member(new),
        },
    )


def _member(status: str) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": BOT, **until}


def _incoming(world: World, chat: Chat, message: Message, reply: int | None = None) -> int | None:
    body = as_telegram(chat, message)
    replied = chat.messages.get(reply) if reply else None
    if replied is not None:
        body["reply_to_message"] = as_telegram(chat, replied)
    return world.push(chat, "message", body)
