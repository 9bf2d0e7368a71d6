"""The methods that change a message: one of a chat, or one that was chosen from the bot's inline results."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.checks import caption_of, markup_of, text_of
from bot.sandbox.errors import ApiError, bad_request, too_many
from bot.sandbox.files import MOST, incoming_file
from bot.sandbox.shapes import Params
from bot.sandbox.state import Chat, Message, World, as_telegram

CAPTIONED = {"document", "photo"}


@dataclass(frozen=True)
class _Target:
    chat: Chat
    message: Message
    is_inline: bool


def edit_message_text(world: World, params: Params) -> Any:
    """Replace text and keyboard; a missing keyboard is removed (Bot API, editMessageText)."""
    text, entities = text_of({**params, "text": params.get("text") or ""})
    markup = markup_of(params)
    target = _target(world, params)
    if not target.message.has_text:
        raise bad_request("there is no text in the message to edit")
    return _change(world, target, markup, text=text, entities=entities)


def edit_message_caption(world: World, params: Params) -> Any:
    """Replace the caption of a file and its keyboard (Bot API, editMessageCaption)."""
    text, entities = caption_of(params)
    markup = markup_of(params)
    target = _target(world, params)
    if not CAPTIONED & target.message.body.keys():
        raise bad_request("there is no caption in the message to edit")
    return _change(world, target, markup, text=text, entities=entities)


def edit_message_media(world: World, params: Params) -> Any:
    """Replace what a message shows by a photo or a document (Bot API, editMessageMedia)."""
    media = params["media"]
    kind = media["type"]
    if kind not in MOST:
        raise bad_request(f'type "{kind}" of media is not known to the sandbox')
    text, entities = caption_of(media)
    markup = markup_of(params)
    target = _target(world, params)
    attach = {} if target.is_inline else params.get("attach", {})  # no new file there (Bot API, editMessageMedia)
    file = incoming_file(world, {kind: media["media"], "attach": attach}, kind)
    body = {kind: [file] if kind == "photo" else file}
    return _change(world, target, markup, text=text, entities=entities, body=body)


def edit_message_reply_markup(world: World, params: Params) -> Any:
    markup = markup_of(params)
    target = _target(world, params)
    if target.message.markup == markup:
        raise _not_modified()
    return _edited(world, target, markup)


def _target(world: World, params: Params) -> _Target:
    if "inline_message_id" in params:
        found = world.inline_messages.get(params["inline_message_id"])
        if found is None or found[1].deleted:
            raise bad_request("MESSAGE_ID_INVALID")
        return _Target(*found, is_inline=True)
    if "chat_id" not in params or "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = world.chat(params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.from_bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    world.must_reach(chat)
    return _Target(chat, message, is_inline=False)


def _change(world: World, target: _Target, markup: dict[str, Any] | None, **fields: Any) -> Any:
    """Put new content in, unless it is the old one or comes too soon."""
    message = target.message
    if message.markup == markup and all(getattr(message, name) == value for name, value in fields.items()):
        raise _not_modified()
    wait = world.flood.edit(target.chat.id) if world.flood and not target.is_inline else None
    if wait:
        raise too_many(wait)
    _check_inline(markup)
    for name, value in fields.items():
        setattr(message, name, value)
    return _edited(world, target, markup)


def _edited(world: World, target: _Target, markup: dict[str, Any] | None) -> Any:
    _check_inline(markup)
    chat, message = target.chat, target.message
    message.markup = markup
    message.edited = world.today()
    chat.acts += 1
    chat.changed(message)
    return True if target.is_inline else as_telegram(chat, message)


def _check_inline(markup: dict[str, Any] | None) -> None:
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")


def _not_modified() -> ApiError:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
