"""Requests that no browser sends: alphabets, marks, cookies and names of files that do not decode."""

import asyncio
import io

import pytest

from handlers.web.context import COOKIE
from handlers.web.touching import LARGEST_FORM
from services.access import actions as access
from services.access.models import Audience
from services.access.rules import form_mark
from services.core.db import Database
from tests.support.journey import street
from tests.support.pages import Site, site


async def _raw(desk: Site, head: str, body: bytes = b"", length: str = "Content-Length: {}") -> int:
    """Send bytes that no client library lets through; the status."""
    reader, writer = await asyncio.open_connection(desk.base.host, desk.base.port)
    told = f"{head}\r\nHost: desk\r\nConnection: close\r\n{length.format(len(body))}\r\n\r\n"
    writer.write(told.encode("latin-1") + body)
    try:
        return int((await reader.read())[9:12])
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_bytes_that_no_browser_sends_are_refused(database: Database) -> None:
    walk = await street(database)
    mine = {"person_id": walk.town.parent.person_id, "audience": Audience.PARENT, "client": "x", "now": walk.now}
    async with database.sessions() as session:
        secret = await access.open_session(session, **mine)  # type: ignore[arg-type]
        await session.commit()
    cookie, plain = f"\r\nCookie: {COOKIE}={secret}", "\r\nContent-Type: application/x-www-form-urlencoded"
    add, body = f"POST /my/children/add HTTP/1.1{cookie}{plain}", f"mark={form_mark(secret)}".encode()
    piece = f"POST /my/papers/1/piece HTTP/1.1{cookie}\r\nContent-Type: application/octet-stream"
    async with site(database) as desk:
        assert await _raw(desk, add, body) == 303
        for charset in ("hex", "unknown", "utf-7", "utf-16"):
            assert await _raw(desk, f"{add}; charset={charset}", body) == 403, charset
        assert await _raw(desk, add, b"mark=\xff%ED%A0%80") == 403
        assert await _raw(desk, f"{piece}\r\nX-Mark: \xff\xfe", b"x") == 403
        assert await _raw(desk, f"GET /my HTTP/1.1\r\nCookie: {COOKIE}=\xff\xfe") == 401
        for path in ("", "a" * 3000, "..%2fapp.py", "%00"):
            assert await _raw(desk, f"GET /static/{path} HTTP/1.1") == 404, path
        endless = b"mark=" + b"x" * LARGEST_FORM
        chunked = f"{len(endless):x}\r\n".encode() + endless + b"\r\n0\r\n\r\n"
        assert await _raw(desk, add, endless) == 413
        assert await _raw(desk, add, chunked, "Transfer-Encoding: chunked") == 413


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_a_line_that_is_no_request_is_refused_and_leaves_no_byte_in_the_log(
    database: Database, log: io.StringIO
) -> None:
    rare = "kvakshin-89007654321"
    lines = (
        f"{rare} /my HTTP/1.1",
        f"GET /my?name={rare}\x01 HTTP/1.1",
        f"GET /{rare} HTTP/9.{rare}",
        f"GET /my HTTP/1.1\r\n{rare} no colon",
        f"GET /my HTTP/1.1\r\nCookie: {rare * 5000}",
        f"GET /my HTTP/1.1\r\nContent-Length: {rare}",
        rare,
    )
    async with site(database) as desk:
        for line in lines:
            assert await _raw(desk, line, length="X: {}") == 400, line[:60]
        assert await _raw(desk, f"GET /{rare} HTTP/1.1") == 404
    assert rare not in log.getvalue().lower()
    assert "aiohttp.server" in log.getvalue(), "the log listens to the server"
