"""The persons' side over HTTP: the chat page, the driver of the tests and the demo script speak this."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox import inline, launch, touches
from bot.sandbox.asks import Json, body_of, error, number, path_number, place_of, text_of
from bot.sandbox.files import Upload
from bot.sandbox.state import BOT, Chat, Persona, World
from bot.sandbox.tools import WAIT_MOST
from bot.sandbox.view import answer_view, bot_view, chat_view

PAGE = Path(__file__).parent / "page"
HERE = "http://127.0.0.1:* http://localhost:*"
POLICY = f"default-src 'self'; frame-src 'self' {HERE}; frame-ancestors 'self'; base-uri 'none'"
"""Mini Apps open in a frame when they live on this machine; all else opens in a window of its own."""
TOUCHES = (
    *("text", "press", "reply-button", "sticker", "location", "contact"),
    *("start", "block", "choose", "app-data"),
)


class PersonsWeb:
    """Persons come, read their chats and touch the bot."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        chat = "/sandbox/chats/{id}"
        return [
            web.get("/", self.page),
            web.get("/page/{name}", self.page),
            web.get("/sandbox/persons", self.persons),
            web.post("/sandbox/persons", self.new_person),
            web.get("/sandbox/chats", self.chats),
            web.get(chat, self.chat),
            web.get(chat + "/bot", self.bot),
            web.post(chat + "/file", self.file),
            web.get(chat + "/file/{file_id}", self.download),
            web.get(chat + "/web-app", self.web_app),
            web.post(chat + "/inline", self.inline),
            *(web.post(f"{chat}/{{touch:{name}}}", self.touch) for name in TOUCHES),
        ]

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page's own files; nothing is fetched from outside."""
        path = PAGE / request.match_info.get("name", "index.html")
        if path.parent != PAGE or not await asyncio.to_thread(path.is_file):
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    async def persons(self, _request: web.Request) -> web.Response:
        found = [_person(chat) for chat in self._world.chats.values()]
        return web.json_response({"persons": found, "bot": BOT["username"]})

    async def new_person(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        persona = Persona(
            id=self._world.new_person_id(),
            first_name=str(body.get("first_name") or "Гость"),
            role=str(body.get("role_hint") or ""),
            language_code=str(body.get("language_code") or "ru"),
        )
        return web.json_response(_person(self._world.admit(persona)))

    async def chat(self, request: web.Request) -> web.Response:
        """Long poll: all that changed after `after`, at once or as soon as something does."""
        chat = self._chat(request)
        after = int(number(request, "after", 0))
        if chat.seq == after:
            await chat.news.wait(min(number(request, "timeout", 0), WAIT_MOST))
        return web.json_response(chat_view(chat, after))

    async def chats(self, request: web.Request) -> web.Response:
        """Long poll for a page of many phones (a browser keeps six connections): `seen` is «id:after,id:after»."""
        seen = self._seen(request.query.get("seen", ""))
        until = self._world.now() + min(number(request, "timeout", 0), WAIT_MOST)
        while all(chat.seq == after for chat, after in seen) and (left := until - self._world.now()) > 0:
            if self._world.updates.closed or not await self._world.news.wait(left):
                break
        changed = {chat.id: chat_view(chat, after) for chat, after in seen if chat.seq != after}
        return web.json_response({"chats": changed})

    def _seen(self, pairs: str) -> list[tuple[Chat, int]]:
        try:
            numbers = [
                (int(person), int(after)) for person, _, after in (pair.partition(":") for pair in pairs.split(","))
            ]
            return [(self._world.chats[person], after) for person, after in numbers]
        except (ValueError, KeyError):
            raise error(web.HTTPNotFound, "no such person") from None

    async def bot(self, request: web.Request) -> web.Response:
        return web.json_response(bot_view(self._world, self._chat(request)))

    async def touch(self, request: web.Request) -> web.Response:
        """One act of a person; answers with the id of the update it made, null if the bot does not want it."""
        chat, body = self._chat(request), await body_of(request)
        try:
            update_id = self._touched(chat, request.match_info["touch"], body)
        except touches.NoSuchButton:
            raise error(web.HTTPNotFound, "no such button") from None
        except (KeyError, ValueError, TypeError) as clash:
            raise error(web.HTTPBadRequest, f"bad field: {clash}") from None
        return web.json_response({"update_id": update_id})

    def _touched(self, chat: Chat, touch: str, body: Json) -> int | None:
        world, key = self._world, body.get("key")
        acts: dict[str, Callable[[], int | None]] = {
            "text": lambda: touches.say(world, chat, text_of(body), body.get("reply")),
            "press": lambda: self._press(chat, body),
            "reply-button": lambda: touches.press_key(world, chat, text_of(body)),
            "sticker": lambda: touches.send_sticker(world, chat),
            "location": lambda: touches.send_location(world, chat, *place_of(body), key=key),
            "contact": lambda: touches.send_contact(world, chat, str(body.get("phone") or "+79990000000"), key=key),
            "start": lambda: touches.start(world, chat, body.get("payload")),
            "block": lambda: touches.block(world, chat, on=bool(body["on"])),
            "choose": lambda: self._choose(chat, body),
            "app-data": lambda: touches.send_app_data(world, chat, str(body["data"]), str(key)),
        }
        if not chat.started and touch not in {"start", "block", "choose"}:
            chat.started = True  # whoever writes first has let the bot in just as well
        return acts[touch]()

    def _press(self, chat: Chat, body: Json) -> int | None:
        message_id = int(body["message_id"])
        if "data" in body:
            return touches.forge(self._world, chat, chat.messages.get(message_id), str(body["data"]))
        return touches.press(self._world, chat, message_id, int(body["row"]), int(body["col"]))

    def _choose(self, chat: Chat, body: Json) -> int | None:
        to = self._world.chats[int(body["to"])] if body.get("to") else None
        chat.started = chat.started or to is None
        try:
            return inline.choose(self._world, chat, str(body["query_id"]), str(body["result_id"]), to)
        except LookupError:
            raise touches.NoSuchButton from None

    async def inline(self, request: web.Request) -> web.Response:
        """Ask the bot in any chat; answers when the bot does, `answered` false when it has not in time."""
        chat, body = self._chat(request), await body_of(request)
        try:
            asked, update_id = inline.ask(self._world, chat, str(body.get("query", "")), str(body.get("offset", "")))
        except (KeyError, ValueError, TypeError) as clash:
            raise error(web.HTTPBadRequest, f"bad field: {clash}") from None
        until = self._world.now() + min(float(body.get("timeout", 10)), WAIT_MOST)
        while asked.answer is None and update_id is not None and (left := until - self._world.now()) > 0:
            if not await chat.news.wait(left):
                break
        return web.json_response({"query_id": asked.id, "update_id": update_id, **answer_view(asked.answer)})

    async def file(self, request: web.Request) -> web.Response:
        """Send a file: a document, or with `as_photo` a photo."""
        chat = self._chat(request)
        form = await request.post()
        field = form.get("file")
        if not isinstance(field, web.FileField):
            raise error(web.HTTPBadRequest, "a file is needed")
        upload = Upload(field.filename, field.content_type, await asyncio.to_thread(field.file.read))
        field.file.close()
        chat.started = True
        caption, as_photo = str(form.get("caption", "")), bool(form.get("as_photo"))
        update_id = touches.send_file(self._world, chat, upload, caption, as_photo=as_photo)
        return web.json_response({"update_id": update_id})

    async def download(self, request: web.Request) -> web.Response:
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise error(web.HTTPNotFound, "no such file")
        # always as an attachment: a page sent by the bot must not run on the sandbox's own address
        return web.Response(
            body=stored.content, content_type="application/octet-stream", headers={"Content-Disposition": "attachment"}
        )

    async def web_app(self, request: web.Request) -> web.Response:
        """Open a Mini App: go where the button leads, with signed launch data."""
        chat = self._chat(request)
        theme = "dark" if request.query.get("theme") == "dark" else "light"
        data = launch.init_data(self._world, chat, self._token)
        try:
            if "key" in request.query:
                # from the reply keyboard a Mini App is told nothing of the person; it may only send data back
                url, data = launch.key_url(chat, request.query["key"]), ""
            elif "menu" in request.query:
                url = launch.menu_url(self._world, chat)
            else:
                url = launch.button_url(
                    chat, *(int(number(request, name, -1)) for name in ("message_id", "row", "col"))
                )
        except touches.NoSuchButton:
            raise error(web.HTTPNotFound, "no such button") from None
        return web.Response(status=302, headers={"Location": launch.with_launch(url, data, theme)})

    def _chat(self, request: web.Request) -> Chat:
        chat = self._world.chats.get(path_number(request))
        if chat is None:
            raise error(web.HTTPNotFound, "no such person")
        return chat


def _person(chat: Chat) -> Json:
    person = chat.persona
    return {
        "id": person.id, "first_name": person.first_name, "role": person.role, "started": chat.started,
        "language_code": person.language_code, "start_payload": person.start_payload,
    }  # fmt: skip
