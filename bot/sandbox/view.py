"""What a person sees of a chat, as JSON for the page and the driver."""

from typing import Any

from bot.sandbox import html
from bot.sandbox.state import Chat, Message
from bot.sandbox.touches import keys


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
    return {"text": button["text"], "kind": "other"}


def _reply_keyboard(chat: Chat) -> list[list[dict[str, str]]] | None:
    if not chat.reply_markup:
        return None
    asks = keys(chat)
    texts = [
        [key if isinstance(key, str) else key["text"] for key in row] for row in chat.reply_markup.get("keyboard", [])
    ]
    return [[{"text": text, "kind": asks[text]} for text in row] for row in texts]
