"""Inline mode: a person types «@bot words» in any chat, the bot answers with results, one becomes a message.

Bot API, «Inline mode». A message that came from a result is the person's own, «via @bot»; the bot knows it by
its inline_message_id, and only when it has an inline keyboard.
"""

import re
import secrets
from typing import Any

from bot.sandbox.checks import caption_of, check_web_app, markup_of, text_of
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import incoming_file
from bot.sandbox.places import body_of
from bot.sandbox.shapes import Params
from bot.sandbox.state import Chat, World, as_telegram
from bot.sandbox.things import Answer, Asked, Json, Result

QUERY_MOST = 256  # characters (Bot API, InlineQuery.query)
RESULTS_MOST = 50
ID_MOST = 64  # bytes, of a result's id and of next_offset
CACHE_SECONDS = 300
CACHE_MOST = 24 * 3600
ANSWER_LIVES = 30.0  # the Bot API server drops an inline query that has waited longer
KEPT = 2000
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
FILES = {"document": "document_file_id", "photo": "photo_file_id"}
SHOWN = {"article", "document", "photo", "location", "venue", "contact"}


def answer_inline_query(world: World, params: Params) -> bool:
    """Answer once, in time, with at most 50 results (Bot API, answerInlineQuery)."""
    results = params["results"]
    if len(results) > RESULTS_MOST:
        raise bad_request("too many inline query results specified")
    parsed = tuple(_result(world, result) for result in results)
    if len({result.id for result in parsed}) < len(parsed):
        raise bad_request("RESULT_ID_DUPLICATE")
    offset = params.get("next_offset") or ""
    if len(offset.encode()) > ID_MOST:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer = Answer(parsed, offset, _button(params.get("button")))
    asked = world.asked.get(params["inline_query_id"])
    if asked is None or asked.answer is not None or world.now() - asked.at > ANSWER_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    asked.answer = answer
    _keep(world, asked, params)
    world.chats[asked.person_id].news.ring()
    return True


def _keep(world: World, asked: Asked, params: Params) -> None:
    seconds = min(max(params.get("cache_time", CACHE_SECONDS), 0), CACHE_MOST)
    if seconds and asked.answer is not None:
        key = asked.key(is_personal=bool(params.get("is_personal")))
        world.cached[key] = (world.now() + seconds, asked.answer)
    while len(world.cached) > KEPT:
        del world.cached[next(iter(world.cached))]


def _result(world: World, result: Json) -> Result:
    if not 1 <= len(result["id"].encode()) <= ID_MOST:
        raise bad_request("RESULT_ID_INVALID")
    kind = result["type"]
    if kind not in SHOWN:
        raise _unparsed(f'type "{kind}" is unsupported for the inline query result')
    if kind == "article" and not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    markup = markup_of(result)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    try:
        message = {**_content(world, result), "markup": markup}
    except ApiError as refusal:
        reason = refusal.description.removeprefix("Bad Request: ")
        raise _unparsed(reason[:1].upper() + reason[1:]) from None
    title = result.get("title") or result.get("first_name") or ""
    return Result(result["id"], kind, title, result.get("description") or "", message)


def _unparsed(reason: str) -> ApiError:
    return bad_request(f"can't parse inline query result: {reason}")


def _content(world: World, result: Json) -> Json:
    """What the result becomes: its own content, else what its kind says."""
    content = result.get("input_message_content")
    if content and "message_text" in content:
        text, entities = text_of({**content, "text": content["message_text"]})
        return {"text": text, "entities": entities}
    if not content and result["type"] in FILES:
        return _file(world, result, result["type"])
    body = body_of(content or result)
    if body is None:
        raise bad_request("input message content is not specified")
    return {"body": body}


def _file(world: World, result: Json, kind: str) -> Json:
    """A file that Telegram has already; by address none can be had without the internet."""
    text, entities = caption_of(result)
    file = incoming_file(world, {kind: result.get(FILES[kind], "")}, kind)
    return {"text": text, "entities": entities, "body": {kind: [file] if kind == "photo" else file}}


def _button(button: Json | None) -> Json | None:
    """The button above the results: exactly one of a Mini App and a start parameter."""
    if button is None:
        return None
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if ("web_app" in button) == ("start_parameter" in button):
        reason = "InlineQueryResultsButton must have exactly one optional field"
        raise bad_request(f"can't parse inline query results button: {reason}")
    if "web_app" in button:
        check_web_app(button["web_app"]["url"], "inline query results button")
    elif not START_PARAMETER.fullmatch(button["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")
    return button


def ask(world: World, chat: Chat, text: str, offset: str = "") -> tuple[Asked, int | None]:
    """A person types after the bot's name: answered from the cache at once, or by the bot later."""
    if len(text) > QUERY_MOST:
        raise ValueError("query")
    asked = Asked(str(secrets.randbits(60)), chat.id, text, offset, world.now())
    world.asked[asked.id] = asked
    while len(world.asked) > KEPT:
        del world.asked[next(iter(world.asked))]
    for is_personal in (True, False):
        until, answer = world.cached.get(asked.key(is_personal=is_personal), (0.0, None))
        if answer is not None and until > world.now():
            asked.answer = answer
            return asked, None
    body = {"id": asked.id, "from": chat.user, "query": text, "offset": offset, "chat_type": "sender"}
    return asked, world.updates.push("inline_query", body)


def choose(world: World, chat: Chat, query_id: str, result_id: str, to: Chat | None = None) -> int | None:
    """Post a result into the person's chat with the bot, or into the chat of another person.

    The bot hears of it by chosen_inline_result, and in its own chat by the message too. LookupError for what
    was not offered.
    """
    asked = world.asked[query_id]
    if asked.person_id != chat.id or asked.answer is None:
        raise LookupError(query_id)
    result = next((result for result in asked.answer.results if result.id == result_id), None)
    if result is None:
        raise LookupError(result_id)
    where = to or chat
    sender = None if where is chat else chat.user
    message = world.new_message(where, from_bot=False, via_bot=True, sender=sender, **result.message)
    chosen: dict[str, Any] = {"result_id": result.id, "from": chat.user, "query": asked.text}
    if message.markup:
        message.inline_id = chosen["inline_message_id"] = secrets.token_urlsafe(20)
        world.inline_messages[message.inline_id] = (where, message)
        while len(world.inline_messages) > KEPT:
            del world.inline_messages[next(iter(world.inline_messages))]
    heard = world.push(chat, "message", as_telegram(chat, message)) if where is chat else None
    return world.updates.push("chosen_inline_result", chosen) or heard
