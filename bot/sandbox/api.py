"""The Bot API over HTTP: /bot{token}/{method} and /file/bot{token}/{path}."""

import json
from collections.abc import AsyncIterable
from typing import Any

from aiohttp import BodyPartReader, ClientResponse, MultipartReader, web
from yarl import URL

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import Upload
from bot.sandbox.shapes import Params, check_shape
from bot.sandbox.state import World
from bot.sandbox.table import ASYNC, METHODS

Uploads = dict[str, Upload]


class BotApi:
    """Reads a call in any encoding Telegram takes, checks it, does it and writes it into the log."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer one call of the bot."""
        method = request.match_info["method"]
        fault = self._world.faults.take(method.lower())
        if fault == "slow":
            await self._world.faults.pause()
        if fault in {"error", "drop"}:
            return self._break(request, method, fault)
        params: Params = {}
        try:
            params, uploads = await _read(request)
            self._world.log.heard(params, ((one.name, one.content) for one in uploads.values()))
            result = await self._act(request.match_info["token"], method.lower(), params, uploads)
        except ApiError as refusal:
            self._log(method, params, refusal.code, refusal.description, violation=refusal.is_violation)
            return _refused(refusal)
        self._log(method, params, 200, "", violation=False)
        if fault == "lost":
            return _hang_up(request)
        self._world.log.heard({"result": result})
        return _reply({"ok": True, "result": result})

    async def reply(self, answer: ClientResponse) -> None:
        """Do what the bot asks for in its answer to a webhook's post; it is not told what came of it."""
        params: Params = {}
        try:
            params, uploads = await _reply_of(answer)
            method = str(params.pop("method", ""))
            if not method:
                return
            await self._act(self._token, method.lower(), params, uploads)
        except ApiError as refusal:
            self._log(method, params, refusal.code, refusal.description, violation=refusal.is_violation)
            return
        self._log(method, params, 200, "", violation=False)

    async def _act(self, token: str, method: str, params: Params, uploads: Uploads) -> Any:
        if token != self._token:
            raise ApiError(401, "Unauthorized")
        if method not in METHODS and method not in ASYNC:
            raise ApiError(404, "Not Found")
        direct = {name: f"attach://{name}" for name in uploads if name in {"document", "photo"} and name not in params}
        checked = check_shape(method, {**params, **direct})
        if uploads:
            checked["attach"] = uploads
        if method in ASYNC:
            return await ASYNC[method](self._world, checked)
        return METHODS[method](self._world, checked)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Give a file's bytes (Bot API, getFile)."""
        stored = self._world.files.get(request.match_info["path"].rpartition("/")[2])
        if request.match_info["token"] != self._token:
            return _refused(ApiError(401, "Unauthorized"))
        if stored is None or stored.is_too_big:
            return _refused(ApiError(404, "Not Found"))
        self._world.log.heard({}, [(stored.name, stored.content)])
        return web.Response(body=stored.content, content_type="application/octet-stream")

    def _break(self, request: web.Request, method: str, fault: str) -> web.StreamResponse:
        self._log(method, {}, 502, "Bad Gateway", violation=False)
        return _hang_up(request) if fault == "drop" else _refused(ApiError(502, "Bad Gateway"))

    def _log(self, method: str, params: Params, code: int, description: str, *, violation: bool) -> None:
        self._world.log.add(method, params, self._world.now(), code, description, violation=violation)


async def _read(request: web.Request) -> tuple[Params, Uploads]:
    params: Params = dict(request.query)
    kind = request.content_type if request.can_read_body else ""
    uploads: Uploads = {}
    if kind == "application/x-www-form-urlencoded":
        params.update(_form(await request.read()))
    elif kind == "application/json":
        params.update(_json(await request.read()))
    elif kind == "multipart/form-data":
        await _parts(await request.multipart(), params, uploads)
    return params, uploads


async def _reply_of(answer: ClientResponse) -> tuple[Params, Uploads]:
    params: Params = {}
    uploads: Uploads = {}
    if answer.content_type == "multipart/form-data":
        await _parts(MultipartReader.from_response(answer), params, uploads)
    elif answer.content_type == "application/json":
        params = _json(await answer.read())
    return params, uploads


async def _parts(parts: AsyncIterable[Any], params: Params, uploads: Uploads) -> None:
    async for part in parts:
        if isinstance(part, BodyPartReader) and part.name:
            await _take(part, part.name, params, uploads)


async def _take(part: BodyPartReader, name: str, params: Params, uploads: Uploads) -> None:
    content = bytes(await part.read(decode=True))
    if part.filename is None:
        params[name] = content.decode()
    else:
        mime = part.headers.get("Content-Type", "application/octet-stream")
        uploads[name] = Upload(part.filename, mime, content)


def _form(body: bytes) -> Params:
    # parse_qsl spends more on Cyrillic than all the rest of a call; yarl, which aiohttp stands on, reads it in C
    return dict(URL.build(query_string=body.decode("ascii", "replace"), encoded=True).query)


def _json(body: bytes) -> Params:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("can't parse JSON object")
    return {name: value for name, value in parsed.items() if value is not None}


def _reply(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(), status=status, content_type="application/json"
    )


def _refused(refusal: ApiError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return _reply(body, refusal.code)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
