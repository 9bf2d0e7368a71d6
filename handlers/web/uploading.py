"""Reading files that pages send: who sends is known first, a limit stands before each byte, no transaction waits.

A whole file comes in a form (without a script), a piece comes as bytes (with one). Both are sealed before they are
written down, and a plain copy never reaches the disk.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

from aiohttp import BodyPartReader, web

from handlers.web.context import CLOCK, DATABASE, STORE, ForgedForm, Locked, Sent, Touch
from handlers.web.touching import enter, form, refuse_foreign
from services.access.models import Audience
from services.access.rules import form_mark
from services.core.errors import Invalid, Stale, Unavailable
from services.orders.gateway.sheet import LARGEST as LARGEST_BOOK
from services.uploads import actions as uploads
from services.uploads.gateway import Sealed
from services.uploads.rules import LARGEST, PIECE

SECONDS = 1500
"""Of one body at most: ten million bytes at 50 kbit/s and a little."""
AT_ONCE = 6
"""Whole files that a process reads at the same time: each may hold ten megabytes of memory."""
MOST_FIELDS = 8
LONGEST_FIELD = 4096
READ = 64 * 1024


async def whole(request: web.Request) -> Sent:
    """The fields and the one file of a form; the file is checked and sealed. Raises Locked, ForgedForm, Unavailable."""
    secret, _person_id = await _sender(request)
    return await _held(request, lambda: _parts(request, secret, LARGEST, _file))


async def evidence(request: web.Request) -> Sent:
    """The fields of a form of the staff, and its file if one was chosen: checked and sealed."""
    if request.content_type != "multipart/form-data":
        return await form(request)
    secret, _person_id = await _sender(request, Audience.STAFF)
    sent = await _held(request, lambda: _parts(request, secret, LARGEST, _file))
    return replace(sent, wrong=None) if not sent.name and sent.wrong == Invalid("file", "empty") else sent


async def workbook(request: web.Request) -> Sent:
    """The fields and the one workbook of a form of the staff; its bytes are in ``piece``, read in memory alone."""
    secret, _person_id = await _sender(request, Audience.STAFF)
    return await _held(request, lambda: _parts(request, secret, LARGEST_BOOK, _book))


async def _held(request: web.Request, read: Callable[[], Awaitable[Sent]]) -> Sent:
    """As many at once as the memory holds. Raises ForgedForm, Unavailable."""
    if request.content_type != "multipart/form-data":
        raise ForgedForm
    gate = _gate()
    if gate.locked():
        raise Unavailable("uploads", 30)
    async with gate:
        try:
            async with asyncio.timeout(SECONDS):
                return await read()
        except (TimeoutError, ValueError, AssertionError) as cut:
            raise ForgedForm from cut


async def piece(request: web.Request) -> Sent:
    """The next bytes of a file. Raises Locked and ForgedForm."""
    secret, _person_id = await _sender(request)
    _refuse_forged(request.headers.get("X-Mark", ""), secret)
    if request.content_type != "application/octet-stream" or (request.content_length or 0) > PIECE:
        raise ForgedForm
    read = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.content.iter_chunked(READ):
                read += chunk
                if len(read) > PIECE:
                    raise ForgedForm
    except TimeoutError as cut:
        raise ForgedForm from cut
    return Sent({"mark": form_mark(secret)}, piece=bytes(read))


async def finished(request: web.Request) -> Sent:
    """The word that all pieces have come: they are read together, checked and sealed anew, outside any transaction."""
    sent = await form(request)
    secret, person_id = await _sender(request)
    _refuse_forged(sent.fields.get("mark", ""), secret)
    async with request.app[DATABASE].sessions() as session:
        half = await uploads.half(session, person_id=person_id, upload_id=int(request.match_info["paper"]))
    if half.is_kept:
        return sent
    if not half.is_whole:
        raise Stale("paper")
    store, lying = request.app[STORE], half.sealed
    try:
        paper = await in_thread(lambda: store.take(store.read(lying.place, lying.key, lying.size)))
    except Invalid as wrong:
        return replace(sent, wrong=wrong)
    return replace(sent, paper=paper)


async def in_thread(seal: Callable[[], Sealed]) -> Sealed:
    """Check and seal beside the loop, one file after another: a picture that unfolds holds memory."""
    return await asyncio.get_running_loop().run_in_executor(_thread(), seal)


async def _sender(request: web.Request, audience: Audience = Audience.PARENT) -> tuple[str, int]:
    """Whoever sends has an open session of this kind; a short look, before the body is read."""
    refuse_foreign(request)
    async with request.app[DATABASE].sessions() as session:
        touch = Touch(session, request.app[CLOCK]())
        await enter(request, touch)
        await session.commit()
    if touch.visit is None or touch.visit.audience is not audience:
        raise Locked
    return touch.secret, touch.visit.person_id


Take = Callable[[web.Request, BodyPartReader, dict[str, str]], Awaitable[Sent]]


async def _parts(request: web.Request, secret: str, most: int, take: Take) -> Sent:
    fields: dict[str, str] = {}
    if (request.content_length or 0) > most + MOST_FIELDS * LONGEST_FIELD:
        return Sent({"mark": form_mark(secret)}, wrong=Invalid("file", "large"))
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or len(fields) > MOST_FIELDS:
            raise ForgedForm
        if part.filename is None and part.name != "file":
            fields[part.name or ""] = (await _bytes(part, LONGEST_FIELD)).decode(errors="replace").replace("\0", "")
            continue
        _refuse_forged(fields.get("mark", ""), secret)
        return await take(request, part, fields)
    return Sent(fields, wrong=Invalid("file", "empty"))


async def _book(_request: web.Request, part: BodyPartReader, fields: dict[str, str]) -> Sent:
    try:
        return Sent(fields, part.filename or "", piece=await _bytes(part, LARGEST_BOOK))
    except Invalid as wrong:
        return Sent(fields, wrong=wrong)


async def _file(request: web.Request, part: BodyPartReader, fields: dict[str, str]) -> Sent:
    name, store = part.filename or "", request.app[STORE]
    try:
        content = await _bytes(part, LARGEST)
        return Sent(fields, name, await in_thread(lambda: store.take(content)))
    except Invalid as wrong:
        return Sent(fields, name, wrong=wrong)


async def _bytes(part: BodyPartReader, most: int) -> bytes:
    """All of a part. Raises Invalid ``large`` as soon as it is too much; the rest is not read."""
    read = bytearray()
    while chunk := await part.read_chunk(READ):
        read += chunk
        if len(read) > most:
            raise Invalid("file", "large")
    return bytes(read)


def _refuse_forged(mark: str, secret: str) -> None:
    if not hmac.compare_digest(mark.encode(errors="replace"), form_mark(secret).encode()):
        raise ForgedForm


@cache
def _gate() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE)


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="uploads")
