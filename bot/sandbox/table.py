"""Which methods the sandbox has, and the small ones about the bot itself."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox import edits, hook, inline, methods
from bot.sandbox.checks import check_web_app
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import get_file
from bot.sandbox.shapes import Params
from bot.sandbox.state import BOT, World

COMMANDS_MOST = 100
POLL_MOST = 50


def get_me(_world: World, _params: Params) -> dict[str, Any]:
    return {**BOT, "can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": True}


async def get_updates(world: World, params: Params) -> list[dict[str, Any]]:
    """Give what waits; all below the offset is confirmed (Bot API, getUpdates)."""
    if world.webhook.url:
        reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        raise ApiError(409, f"Conflict: {reason}")
    return await world.updates.poll(
        offset=params.get("offset", 0),
        limit=params.get("limit", 100),
        timeout=min(params.get("timeout", 0), POLL_MOST),
        allowed=params.get("allowed_updates"),
    )


def set_my_commands(world: World, params: Params) -> bool:
    """At most 100 commands of 1-32 small Latin letters, digits and underscores (Bot API, BotCommand)."""
    commands = params["commands"]
    if len(commands) > COMMANDS_MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command["command"].removeprefix("/")
        if not (name.replace("_", "").isalnum() and name.isascii() and name.islower() and len(name) <= 32):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.settings[_scope(params)] = commands
    return True


def get_my_commands(world: World, params: Params) -> Any:
    return world.settings.get(_scope(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.settings.pop(_scope(params), None)
    return True


def _scope(params: Params) -> str:
    return f"commands {params.get('scope') or {'type': 'default'}} {params.get('language_code') or ''}"


def set_my_description(world: World, params: Params) -> bool:
    return _describe(world, params, "description", 512)


def set_my_short_description(world: World, params: Params) -> bool:
    return _describe(world, params, "short_description", 120)


def _describe(world: World, params: Params, field: str, most: int) -> bool:
    text = params.get(field) or ""
    if len(text) > most:
        raise bad_request(f"BOT_{field.upper()}_TOO_LONG")
    world.settings[f"{field} {params.get('language_code') or ''}"] = text
    return True


def get_my_description(world: World, params: Params) -> Any:
    return {"description": world.settings.get(f"description {params.get('language_code') or ''}", "")}


def get_my_short_description(world: World, params: Params) -> Any:
    return {"short_description": world.settings.get(f"short_description {params.get('language_code') or ''}", "")}


def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.get("menu_button") or {"type": "default"}
    if "web_app" in button:
        check_web_app(button["web_app"]["url"], "menu button")
    if "chat_id" in params:
        world.chat(params["chat_id"])
    world.settings[f"menu {params.get('chat_id', '')}"] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Any:
    return world.settings.get(f"menu {params.get('chat_id', '')}", {"type": "default"})


Method = Callable[[World, Params], Any]
ASYNC: dict[str, Callable[[World, Params], Awaitable[Any]]] = {"getupdates": get_updates}
METHODS: dict[str, Method] = {
    "getme": get_me,
    "setwebhook": hook.set_webhook,
    "deletewebhook": hook.delete_webhook,
    "getwebhookinfo": hook.get_webhook_info,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
    "sendmessage": methods.send_message,
    "senddocument": methods.send_document,
    "sendphoto": methods.send_photo,
    "sendlocation": methods.send_place,
    "sendvenue": methods.send_place,
    "sendcontact": methods.send_place,
    "copymessage": methods.copy_message,
    "editmessagetext": edits.edit_message_text,
    "editmessagecaption": edits.edit_message_caption,
    "editmessagemedia": edits.edit_message_media,
    "editmessagereplymarkup": edits.edit_message_reply_markup,
    "deletemessage": methods.delete_message,
    "deletemessages": methods.delete_messages,
    "answercallbackquery": methods.answer_callback_query,
    "answerinlinequery": inline.answer_inline_query,
    "sendchataction": methods.send_chat_action,
    "getfile": get_file,
}
