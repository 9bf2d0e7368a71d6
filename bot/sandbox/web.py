"""The persons' side over HTTP: the chat page, the driver of the tests and the demo script speak this."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox import touches
from bot.sandbox.files import Upload
from bot.sandbox.launch import launch_url
from bot.sandbox.state import Chat, Persona, World
from bot.sandbox.view import chat_view

PAGE = Path(__file__).parent / "page"
WAIT_MOST = 50.0
Advance = Callable[[timedelta], Awaitable[None]]
Json = dict[str, Any]


class PersonsWeb:
    """Persons come, read their chats, touch the bot; and the clock is shown and moved."""

    def __init__(self, world: World, token: str, advance: Advance | None = None) -> None:
        self._world = world
        self._token = token
        self._advance = advance

    def routes(self) -> list[web.RouteDef]:
        chat = "/sandbox/chats/{id}"
        touched = ("text", "press", "reply-button", "sticker", "location", "contact", "start", "block")
        return [
            web.get("/", self.page),
            web.get("/page/{name}", self.page),
            web.get("/sandbox/persons", self.persons),
            web.post("/sandbox/persons", self.new_person),
            web.get(chat, self.chat),
            web.post(chat + "/file", self.file),
            web.get(chat + "/file/{file_id}", self.download),
            web.get(chat + "/web-app", self.web_app),
            *(web.post(f"{chat}/{{touch:{name}}}", self.touch) for name in touched),
            web.get("/sandbox/updates/{id}", self.update),
            web.get("/sandbox/calls", self.calls),
            web.post("/sandbox/faults", self.fault),
            web.get("/sandbox/clock", self.clock),
            web.post("/sandbox/clock", self.move_clock),
        ]

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page's own files; nothing is fetched from outside."""
        path = PAGE / request.match_info.get("name", "index.html")
        if path.parent != PAGE or not await asyncio.to_thread(path.is_file):
            raise web.HTTPNotFound
        policy = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'"
        return web.FileResponse(path, headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"})

    async def persons(self, _request: web.Request) -> web.Response:
        return web.json_response({"persons": [_person(chat) for chat in self._world.chats.values()]})

    async def new_person(self, request: web.Request) -> web.Response:
        body = await _body(request)
        persona = Persona(
            id=self._world.new_person_id(),
            first_name=str(body.get("first_name") or "Гость"),
            role=str(body.get("role_hint") or ""),
            language_code=str(body.get("language_code") or "ru"),
        )
        self._world.admit(persona)
        return web.json_response({"id": persona.id})

    async def chat(self, request: web.Request) -> web.Response:
        """Long poll: all that changed after `after`, at once or as soon as something does."""
        chat = self._chat(request)
        after = int(_number(request, "after", 0))
        if chat.seq == after:
            await chat.news.wait(min(_number(request, "timeout", 0), WAIT_MOST))
        return web.json_response(chat_view(chat, after))

    async def touch(self, request: web.Request) -> web.Response:
        """One act of a person; answers with the id of the update it made, null if the bot does not want it."""
        chat, body = self._chat(request), await _body(request)
        try:
            update_id = self._touched(chat, request.match_info["touch"], body)
        except touches.NoSuchButton:
            raise _error(web.HTTPNotFound, "no such button") from None
        except (KeyError, ValueError, TypeError) as clash:
            raise _error(web.HTTPBadRequest, f"bad field: {clash}") from None
        return web.json_response({"update_id": update_id})

    def _touched(self, chat: Chat, touch: str, body: Json) -> int | None:
        world = self._world
        acts: dict[str, Callable[[], int | None]] = {
            "text": lambda: touches.say(world, chat, _text(body), body.get("reply")),
            "press": lambda: self._press(chat, body),
            "reply-button": lambda: touches.press_key(world, chat, _text(body)),
            "sticker": lambda: touches.send_sticker(world, chat),
            "location": lambda: touches.send_location(world, chat, *_place(body)),
            "contact": lambda: touches.send_contact(world, chat, str(body.get("phone") or "+79990000000")),
            "start": lambda: touches.start(world, chat, body.get("payload")),
            "block": lambda: touches.block(world, chat, on=bool(body["on"])),
        }
        if not chat.started and touch not in {"start", "block"}:
            chat.started = True  # whoever writes first has let the bot in just as well
        return acts[touch]()

    def _press(self, chat: Chat, body: Json) -> int | None:
        message_id = int(body["message_id"])
        if "data" in body:
            return touches.forge(self._world, chat, chat.messages.get(message_id), str(body["data"]))
        return touches.press(self._world, chat, message_id, int(body["row"]), int(body["col"]))

    async def file(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        form = await request.post()
        field = form.get("file")
        if not isinstance(field, web.FileField):
            raise _error(web.HTTPBadRequest, "a file is needed")
        upload = Upload(field.filename, field.content_type, await asyncio.to_thread(field.file.read))
        field.file.close()
        chat.started = True
        update_id = touches.send_file(self._world, chat, upload, str(form.get("caption", "")))
        return web.json_response({"update_id": update_id})

    async def download(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise _error(web.HTTPNotFound, "no such file")
        # always as an attachment: a page sent by the bot must not run on the sandbox's own address
        return web.Response(
            body=stored.content, content_type="application/octet-stream", headers={"Content-Disposition": "attachment"}
        )

    async def web_app(self, request: web.Request) -> web.Response:
        """Open a Mini App: go where the button leads, with signed launch data."""
        message_id, row, col = (int(_number(request, name, -1)) for name in ("message_id", "row", "col"))
        try:
            url = launch_url(self._world, self._chat(request), self._token, message_id, row, col)
        except touches.NoSuchButton:
            raise _error(web.HTTPNotFound, "no such button") from None
        return web.Response(status=302, headers={"Location": url})

    async def update(self, request: web.Request) -> web.Response:
        """Wait until the bot has confirmed an update by its offset."""
        seconds = min(_number(request, "timeout", 0), WAIT_MOST)
        done = await self._world.updates.wait_confirmed(int(_path_number(request)), seconds)
        return web.json_response({"done": done})

    async def calls(self, request: web.Request) -> web.Response:
        log = self._world.log
        found = [call.as_json() for call in log.after(int(_number(request, "after", 0)))]
        return web.json_response({"calls": found, "total": log.total, "violations": log.violations})

    async def fault(self, request: web.Request) -> web.Response:
        body = await _body(request)
        try:
            self._world.faults.add(str(body["kind"]), int(body.get("n", 1)), body.get("method"))
        except (KeyError, ValueError):
            raise _error(web.HTTPBadRequest, "kind is one of error, drop, lost, slow") from None
        return web.json_response({"ok": True})

    async def clock(self, _request: web.Request) -> web.Response:
        return web.json_response({"now": self._world.clock().isoformat(), "can_advance": self._advance is not None})

    async def move_clock(self, request: web.Request) -> web.Response:
        if self._advance is None:
            raise _error(web.HTTPNotFound, "this clock cannot be moved")
        body = await _body(request)
        step = {unit: float(body.get(unit, 0)) for unit in ("days", "hours", "minutes")}
        await self._advance(timedelta(**step))
        return await self.clock(request)

    def _chat(self, request: web.Request) -> Chat:
        chat = self._world.chats.get(int(_path_number(request)))
        if chat is None:
            raise _error(web.HTTPNotFound, "no such person")
        return chat


def _person(chat: Chat) -> Json:
    person = chat.persona
    return {
        "id": person.id, "first_name": person.first_name, "role": person.role, "started": chat.started,
        "language_code": person.language_code, "start_payload": person.start_payload,
    }  # fmt: skip


async def _body(request: web.Request) -> Json:
    # the content type is asked for because a foreign page can post JSON to this machine only under another one
    if request.content_type != "application/json":
        raise _error(web.HTTPUnsupportedMediaType, "JSON is needed")
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise _error(web.HTTPBadRequest, "not JSON") from None
    if not isinstance(body, dict):
        raise _error(web.HTTPBadRequest, "an object is needed")
    return body


def _text(body: Json) -> str:
    text = body["text"]
    if not isinstance(text, str) or not text.strip():
        raise ValueError("text")
    return text


def _place(body: Json) -> tuple[float, float]:
    lat, lon = float(body["lat"]), float(body["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # also refuses «nan»
        raise ValueError("lat, lon")
    return lat, lon


def _number(request: web.Request, name: str, default: float) -> float:
    try:
        return float(request.query.get(name, default))
    except ValueError:
        raise _error(web.HTTPBadRequest, f"{name} is a number") from None


def _path_number(request: web.Request) -> str:
    number = request.match_info["id"]
    if not number.isdecimal():
        raise _error(web.HTTPNotFound, "no such id")
    return number


def _error(kind: type[web.HTTPError], reason: str) -> web.HTTPError:
    return kind(text=json.dumps({"error": reason}), content_type="application/json")
