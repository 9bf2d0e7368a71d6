"""The methods that speak into chats, each as the Bot API describes it."""

from typing import Any

from bot.sandbox.checks import ANSWER_MOST, caption_of, markup_of, text_of
from bot.sandbox.errors import ApiError, bad_request, too_many
from bot.sandbox.files import incoming_file
from bot.sandbox.html import length
from bot.sandbox.shapes import Params
from bot.sandbox.state import CALLBACK_LIVES, Chat, Message, World, as_telegram

DELETABLE = 48 * 3600  # Bot API, deleteMessage: only younger messages
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(world: World, params: Params) -> dict[str, Any]:
    text, entities = text_of(params)
    return as_telegram(*_deliver(world, params, text=text, entities=entities))


def send_document(world: World, params: Params) -> dict[str, Any]:
    text, entities = caption_of(params)
    body = {"document": incoming_file(world, params, "document")}
    return as_telegram(*_deliver(world, params, text=text, entities=entities, body=body))


def send_photo(world: World, params: Params) -> dict[str, Any]:
    text, entities = caption_of(params)
    body = {"photo": [incoming_file(world, params, "photo")]}
    return as_telegram(*_deliver(world, params, text=text, entities=entities, body=body))


def copy_message(world: World, params: Params) -> dict[str, Any]:
    """Say again what a message says; its own caption or keyboard may be replaced (Bot API, copyMessage)."""
    source = world.chat(params["from_chat_id"]).messages.get(params["message_id"])
    if source is None or source.deleted:
        raise bad_request("message to copy not found")
    text, entities = source.text, source.entities
    if not source.has_text and "caption" in params:
        text, entities = caption_of(params)
    _, copied = _deliver(world, params, text=text, entities=entities, body=source.body)
    return {"message_id": copied.id}


def _deliver(world: World, params: Params, **fields: Any) -> tuple[Chat, Message]:
    markup = markup_of(params)
    chat = world.chat(params["chat_id"])
    _check_reply(chat, params.get("reply_parameters") or {})
    wait = world.flood.send(chat.id) if world.flood else None
    if wait:
        raise too_many(wait)
    world.must_reach(chat)
    if markup and "inline_keyboard" not in markup:
        chat.reply_markup = markup if "keyboard" in markup else None
    return chat, world.new_message(chat, from_bot=True, markup=markup, **fields)


def _check_reply(chat: Chat, reply: dict[str, Any]) -> None:
    replied = chat.messages.get(reply.get("message_id", 0))
    if reply and not reply.get("allow_sending_without_reply") and (replied is None or replied.deleted):
        raise bad_request("message to be replied not found")


def edit_message_text(world: World, params: Params) -> dict[str, Any]:
    """Replace text and keyboard; a missing keyboard is removed (Bot API, editMessageText)."""
    text, entities = text_of({**params, "text": params.get("text") or ""})
    markup = markup_of(params)
    chat, message = _editable(world, params)
    if not message.has_text:
        raise bad_request("there is no text in the message to edit")
    if (message.text, message.entities, message.markup) == (text, entities, markup):
        raise _not_modified()
    wait = world.flood.edit(chat.id) if world.flood else None
    if wait:
        raise too_many(wait)
    message.text, message.entities = text, entities
    return _edited(world, chat, message, markup)


def edit_message_reply_markup(world: World, params: Params) -> dict[str, Any]:
    markup = markup_of(params)
    chat, message = _editable(world, params)
    if message.markup == markup:
        raise _not_modified()
    return _edited(world, chat, message, markup)


def _not_modified() -> ApiError:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


def _editable(world: World, params: Params) -> tuple[Chat, Message]:
    if "inline_message_id" in params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in params or "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = world.chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    world.must_reach(chat)
    return chat, message


def _edited(world: World, chat: Chat, message: Message, markup: dict[str, Any] | None) -> dict[str, Any]:
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    message.markup = markup
    message.edited = world.today()
    chat.acts += 1
    chat.changed(message)
    return as_telegram(chat, message)


def delete_message(world: World, params: Params) -> bool:
    """Delete either side's message of a private chat, not older than 48 hours (Bot API, deleteMessage)."""
    chat = world.chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if world.today() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    chat.acts += 1
    chat.changed(message)
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a press: once, in time, in at most 200 characters (Bot API, answerCallbackQuery)."""
    text = params.get("text") or ""
    if length(text) > ANSWER_MOST:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.get(params["callback_query_id"])
    if query is None or query.answered or world.now() - query.at > CALLBACK_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answered = True
    query.chat.acts += bool(text)
    query.chat.toast(text, alert=bool(params.get("show_alert")))
    return True


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.chat(params["chat_id"])
    if params["action"].lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.must_reach(chat)
    return True
