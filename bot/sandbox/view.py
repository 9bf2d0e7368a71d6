"""What a person sees of a chat, as JSON for the page and the driver."""

from typing import Any

from bot.sandbox import html
from bot.sandbox.launch import menu_button
from bot.sandbox.state import BOT, Chat, Message, World
from bot.sandbox.things import Answer, Json
from bot.sandbox.touches import asks_for

SWITCHES = ("switch_inline_query_current_chat", "switch_inline_query", "switch_inline_query_chosen_chat")


def chat_view(chat: Chat, after: int) -> dict[str, Any]:
    """All that changed since; a page older than this server (`reset`) gets everything anew."""
    reset = after > chat.seq
    after = 0 if reset else after
    return {
        "seq": chat.seq,
        "reset": reset,
        "acts": chat.acts,
        "started": chat.started,
        "blocked": chat.blocked,
        "messages": [message_view(message) for message in chat.messages.values() if message.seq > after],
        "toasts": [toast for toast in chat.toasts if toast["seq"] > after],
        "reply_keyboard": _reply_keyboard(chat),
    }


def message_view(message: Message) -> dict[str, Any]:
    """One message with its text as safe HTML."""
    if message.deleted:
        return {"message_id": message.id, "seq": message.seq, "from_bot": message.from_bot, "deleted": True}
    file = message.body.get("document") or (message.body.get("photo") or [None])[0]
    return {
        "message_id": message.id,
        "seq": message.seq,
        "from_bot": message.from_bot,
        "sender": (message.sender or {}).get("first_name"),
        "via": BOT["username"] if message.via_bot else None,
        "deleted": False,
        "edited": message.edited is not None,
        "date": message.date,
        "kind": next(iter(message.body), "text"),
        "text": message.text,
        "html": html.render(message.text, message.entities),
        "document": file and {
            "name": file.get("file_name", "photo.jpg"), "size": file["file_size"], "file_id": file["file_id"],
        },
        "location": message.body.get("location"),
        "venue": message.body.get("venue"),
        "contact": message.body.get("contact"),
        "buttons": [[_button(button) for button in row] for row in message.keyboard],
    }  # fmt: skip


def _button(button: dict[str, Any]) -> dict[str, Any]:
    if "callback_data" in button:
        return {"text": button["text"], "kind": "callback", "data": button["callback_data"]}
    if "web_app" in button:
        return {"text": button["text"], "kind": "web_app", "url": button["web_app"]["url"]}
    if "url" in button:
        return {"text": button["text"], "kind": "url", "url": button["url"]}
    if "copy_text" in button:
        return {"text": button["text"], "kind": "copy", "data": button["copy_text"]["text"]}
    for name in SWITCHES:
        if name in button:
            query = button[name] if isinstance(button[name], str) else button[name].get("query", "")
            return {"text": button["text"], "kind": "inline", "data": query, "here": name == SWITCHES[0]}
    return {"text": button["text"], "kind": "other"}


def _reply_keyboard(chat: Chat) -> list[list[dict[str, str]]] | None:
    if not chat.reply_markup:
        return None
    return [
        [{"text": key if isinstance(key, str) else key["text"], "kind": asks_for(key)} for key in row]
        for row in chat.reply_markup.get("keyboard", [])
    ]


def answer_view(answer: Answer | None) -> Json:
    """The inline results that a person chooses from."""
    if answer is None:
        return {"answered": False, "results": [], "next_offset": "", "button": None}
    return {
        "answered": True,
        "results": [
            {"id": result.id, "kind": result.kind, "title": result.title, "description": result.description}
            for result in answer.results
        ],
        "next_offset": answer.next_offset,
        "button": answer.button,
    }


def bot_view(world: World, chat: Chat) -> Json:
    """What the bot says of itself in this person's language, else in the default one."""
    said = world.settings
    languages = (chat.persona.language_code, "")
    return {
        "username": BOT["username"],
        "description": next(filter(None, (said.get(f"description {one}") for one in languages)), ""),
        "commands": next(filter(None, (said.get(f"commands {{'type': 'default'}} {one}") for one in languages)), []),
        "menu": (menu_button(world, chat) or {}).get("text"),
    }
