"""What a person does on the page, turned into Telegram's updates."""

import secrets
from typing import Any

from bot.sandbox.files import Upload, describe
from bot.sandbox.html import length
from bot.sandbox.state import BOT, Chat, Message, Query, World, as_telegram
from bot.sandbox.things import Json

QUERIES_KEPT = 5000
APP_DATA_MOST = 4096  # bytes


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
    if message is not None and message.inline_id:
        body["inline_message_id"] = message.inline_id
    elif message is not None:
        body["message"] = as_telegram(chat, message)
    while len(world.queries) > QUERIES_KEPT:
        del world.queries[next(iter(world.queries))]
    return world.push(chat, "callback_query", body)


def press_key(world: World, chat: Chat, text: str) -> int | None:
    """Press a button of the reply keyboard; a one-time keyboard hides after it."""
    key_button(chat, text)
    _hide_once(chat)
    return say(world, chat, text)


def key_button(chat: Chat, text: str) -> Json:
    """A button of the reply keyboard by its label."""
    for row in (chat.reply_markup or {}).get("keyboard", []):
        for button in row:
            if (button if isinstance(button, str) else button["text"]) == text:
                return {"text": text} if isinstance(button, str) else button
    raise NoSuchButton


def asks_for(button: Json | str) -> str:
    """What a button of the reply keyboard does: text, contact, location or web_app."""
    if isinstance(button, str):
        return "text"
    if "web_app" in button:
        return "web_app"
    return next((kind for kind in ("contact", "location") if button.get(f"request_{kind}")), "text")


def _hide_once(chat: Chat) -> None:
    if (chat.reply_markup or {}).get("one_time_keyboard"):
        chat.reply_markup = None


def send_sticker(world: World, chat: Chat) -> int | None:
    stored = world.store("sticker.webp", "image/webp", b"RIFF")
    sticker = {
        "file_id": stored.id, "file_unique_id": stored.id[:12], "type": "regular", "width": 512, "height": 512,
        "is_animated": False, "is_video": False, "emoji": "👍",
    }  # fmt: skip
    return _incoming(world, chat, world.new_message(chat, from_bot=False, body={"sticker": sticker}))


def send_location(world: World, chat: Chat, lat: float, lon: float, *, key: str | None = None) -> int | None:
    """Send a place; `key` is the reply keyboard's button that asked for it."""
    body = {"location": {"latitude": lat, "longitude": lon}}
    return _given(world, chat, body, key)


def send_contact(world: World, chat: Chat, phone: str, *, key: str | None = None) -> int | None:
    """Send the person's own phone."""
    contact = {"phone_number": phone, "first_name": chat.persona.first_name, "user_id": chat.id}
    return _given(world, chat, {"contact": contact}, key)


def send_app_data(world: World, chat: Chat, data: str, key: str) -> int | None:
    """A Mini App of the reply keyboard closes with its data (Mini Apps, sendData)."""
    if not 1 <= len(data.encode()) <= APP_DATA_MOST:
        raise ValueError("data")
    return _given(world, chat, {"web_app_data": {"data": data, "button_text": key}}, key)


def _given(world: World, chat: Chat, body: Json, key: str | None) -> int | None:
    if key is not None:
        if asks_for(key_button(chat, key)) not in {name.removesuffix("_data") for name in body}:
            raise NoSuchButton
        _hide_once(chat)
    return _incoming(world, chat, world.new_message(chat, from_bot=False, body=body))


def send_file(world: World, chat: Chat, upload: Upload, caption: str = "", *, as_photo: bool = False) -> int | None:
    """Send a document or a photo; its bytes are kept for getFile."""
    stored = world.store(upload.name, upload.mime, upload.content)
    body: Json = {"photo": [describe(stored, "photo")]} if as_photo else {"document": describe(stored, "document")}
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
