"""The methods that speak into chats, each as the Bot API describes it."""

from typing import Any

from bot.sandbox.checks import ANSWER_MOST, caption_of, check_start_link, markup_of, text_of
from bot.sandbox.errors import bad_request, too_many
from bot.sandbox.files import incoming_file
from bot.sandbox.html import length
from bot.sandbox.places import body_of
from bot.sandbox.shapes import Params
from bot.sandbox.state import CALLBACK_LIVES, Chat, Message, World, as_telegram

DELETABLE = 48 * 3600  # Bot API, deleteMessage: only younger messages
DELETED_MOST = 100  # Bot API, deleteMessages
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


def send_place(world: World, params: Params) -> dict[str, Any]:
    """sendLocation, sendVenue and sendContact: the fields say which."""
    return as_telegram(*_deliver(world, params, body=body_of(params)))


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


def delete_message(world: World, params: Params) -> bool:
    """Delete either side's message of a private chat, not older than 48 hours (Bot API, deleteMessage)."""
    chat = world.chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if not _is_deletable(world, message):
        raise bad_request("message can't be deleted for everyone")
    _delete(chat, message)
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Delete up to 100 at once; those that cannot be found or deleted are skipped (Bot API, deleteMessages)."""
    ids = params["message_ids"]
    if len(ids) > DELETED_MOST:
        raise bad_request("too many message identifiers specified")
    if any(number <= 0 for number in ids):
        raise bad_request("invalid message identifier specified")
    chat = world.chat(params["chat_id"])
    for message in filter(None, map(chat.messages.get, ids)):
        if not message.deleted and _is_deletable(world, message):
            _delete(chat, message)
    return True


def _is_deletable(world: World, message: Message) -> bool:
    return world.today() - message.date <= DELETABLE


def _delete(chat: Chat, message: Message) -> None:
    message.deleted = True
    chat.acts += 1
    chat.changed(message)


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a press: once, in time, in at most 200 characters (Bot API, answerCallbackQuery)."""
    text = params.get("text") or ""
    if length(text) > ANSWER_MOST:
        raise bad_request("MESSAGE_TOO_LONG")
    url = check_start_link(params.get("url") or "")
    query = world.queries.get(params["callback_query_id"])
    if query is None or query.answered or world.now() - query.at > CALLBACK_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answered = True
    query.chat.acts += bool(text)
    query.chat.toast(text, alert=bool(params.get("show_alert")), url=url)
    return True


def send_chat_action(world: World, params: Params) -> bool:
    chat = world.chat(params["chat_id"])
    if params["action"].lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.must_reach(chat)
    return True
