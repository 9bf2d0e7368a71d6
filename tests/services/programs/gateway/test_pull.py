"""Pulling a package from an address: a real server on the loopback, and everything that it may do wrong."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from services.programs.errors import AddressRefused, ChecksumWrong, FileTooLarge, SourceSilent
from services.programs.gateway.pull import Limits, Seen, pulled
from services.programs.gateway.reading import open_catalogue
from tests.services.programs.gateway.test_sample import SAMPLE

BODY = SAMPLE.read_bytes()
SHA = hashlib.sha256(BODY)
QUICK = Limits(max_mb=1, connect=2, read=2, whole=20, tries=3, wait=0.01)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Source:
    """A server whose answers the test gives; the last one is repeated."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[web.Request] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        return await (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])(request)


@pytest.fixture
async def source() -> AsyncIterator[Source]:
    source = Source()
    application = web.Application()
    application.router.add_get("/{tail:.*}", source.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    source.url = f"http://127.0.0.1:{runner.addresses[0][1]}/package.json"
    yield source
    await runner.cleanup()


def _whole(**headers: str) -> Answer:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(body=BODY, headers={name.replace("_", "-"): told for name, told in headers.items()})

    return answer


def _status(status: int, **headers: str) -> Answer:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text="no", headers=headers)

    return answer


async def _half(request: web.Request) -> web.StreamResponse:
    """Promises all and hangs up after half."""
    response = web.StreamResponse(headers={"Content-Length": str(len(BODY))})
    await response.prepare(request)
    await response.write(BODY[: len(BODY) // 2])
    assert request.transport is not None
    request.transport.close()
    return response


async def _chunks_without_end(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    response.enable_chunked_encoding()
    await response.prepare(request)
    for _chunk in range(1000):
        await response.write(b" " * 100_000)
    return response


async def _silence(_request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


async def test_a_file_arrives_whole_and_is_gone_after(source: Source) -> None:
    source.answers = [_whole(ETag='"a1"', Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT")]
    async with pulled(source.url, limits=QUICK) as file:
        assert file is not None
        assert file.path.read_bytes() == BODY
        assert (file.size, file.digest) == (len(BODY), SHA.hexdigest())
        assert file.seen == Seen('"a1"', "Sun, 22 Nov 2026 10:00:00 GMT")
        with open_catalogue(file.path, max_mb=1, datasource="kemerovo", told_at=1) as catalogue:
            assert sum(1 for _raw in catalogue) == 67
    assert not file.path.parent.exists()
    assert "If-None-Match" not in source.asked[0].headers


async def test_what_has_not_changed_is_not_sent_again(source: Source) -> None:
    source.answers = [_status(304)]
    async with pulled(source.url, limits=QUICK, seen=Seen('"a1"', "Sun, 22 Nov 2026 10:00:00 GMT")) as file:
        assert file is None
    assert source.asked[0].headers["If-None-Match"] == '"a1"'
    assert source.asked[0].headers["If-Modified-Since"] == "Sun, 22 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize("fault", [_status(500), _status(503), _status(429), _half])
async def test_a_fault_of_the_moment_is_tried_again(source: Source, fault: Answer) -> None:
    source.answers = [fault, fault, _whole()]
    async with pulled(source.url, limits=QUICK) as file:
        assert file is not None
        assert file.digest == SHA.hexdigest()
    assert len(source.asked) == 3


@pytest.mark.parametrize(
    ("fault", "status"),
    [(_status(500), 500), (_half, None), (_status(302, Location="http://[::bad"), None)],
)
async def test_tries_end(source: Source, fault: Answer, status: int | None) -> None:
    source.answers = [fault]
    with pytest.raises(SourceSilent) as silent:
        await _pull(source.url)
    assert silent.value.status == status
    assert len(source.asked) == 3


@pytest.mark.parametrize("status", [204, 300, 304, 400, 403, 404, 410])
async def test_an_answer_that_means_no_is_not_tried_again(source: Source, status: int) -> None:
    source.answers = [_status(status)]
    if status == 304:
        async with pulled(source.url, limits=QUICK) as file:
            assert file is None
        return
    with pytest.raises(SourceSilent) as silent:
        await _pull(source.url)
    assert silent.value.status == status
    assert len(source.asked) == 1


async def test_too_large_by_its_own_word(source: Source) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "430000000"})
        await response.prepare(request)
        return response

    source.answers = [answer]
    with pytest.raises(FileTooLarge) as told:
        await _pull(source.url)
    assert (told.value.size, told.value.limit) == (430, 1)


async def test_too_large_without_a_word(source: Source) -> None:
    source.answers = [_chunks_without_end]
    with pytest.raises(FileTooLarge) as told:
        await _pull(source.url)
    assert (told.value.size, told.value.limit) == (None, 1)


async def test_a_server_that_says_nothing(source: Source) -> None:
    source.answers = [_silence]
    for limits in (Limits(1, read=0.1, tries=2, wait=0.01), Limits(1, read=20, whole=1.5)):
        with pytest.raises(SourceSilent) as silent:
            await _pull(source.url, limits)
        assert silent.value.status is None
    assert len(source.asked) == 3


async def test_nobody_listens() -> None:
    with pytest.raises(SourceSilent):
        await _pull("http://127.0.0.1:1/package.json")


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Checksum_Sha256": SHA.hexdigest()},
        {"X_Checksum_Sha256": f" {SHA.hexdigest().upper()} "},
        {"Digest": f"md5=AA==, SHA-256={base64.b64encode(SHA.digest()).decode()}"},
        {"Content_Digest": f"sha-256=:{base64.b64encode(SHA.digest()).decode()}:"},
        {"Digest": "md5=AA=="},
    ],
)
async def test_a_checksum_that_agrees(source: Source, headers: dict[str, str]) -> None:
    source.answers = [_whole(**headers)]
    async with pulled(source.url, limits=QUICK) as file:
        assert file is not None


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Checksum_Sha256": "0" * 64},
        {"Digest": f"sha-256={base64.b64encode(b'0' * 32).decode()}"},
        {"Repr_Digest": "sha-256=:nonsense:"},
    ],
)
async def test_a_checksum_that_does_not(source: Source, headers: dict[str, str]) -> None:
    source.answers = [_whole(**headers)]
    with pytest.raises(ChecksumWrong):
        await _pull(source.url)


async def test_a_redirect_at_home_is_followed(source: Source) -> None:
    source.answers = [_status(302, Location="/moved/package.json"), _whole()]
    async with pulled(source.url, limits=QUICK) as file:
        assert file is not None
    assert source.asked[1].path == "/moved/package.json"


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://localhost/package.json", "redirect"),
        ("http://127.0.0.1:1/package.json", "redirect"),
        ("//169.254.169.254/latest", "redirect"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://127.0.0.1/package.json", "scheme"),
        ("/package.json", "redirect"),
    ],
)
async def test_a_redirect_away_or_without_end_is_refused(source: Source, location: str, why: str) -> None:
    source.answers = [_status(302, Location=location)]
    with pytest.raises(AddressRefused) as refused:
        await _pull(source.url)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "scheme"),
        ("package.json", "scheme"),
        ("", "scheme"),
        ("http://", "address"),
        ("http://[::bad", "address"),
        ("http://host:port/", "address"),
    ],
)
async def test_what_is_no_address_of_the_web(address: str, why: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        await _pull(address)
    assert refused.value.why == why


async def _pull(url: str, limits: Limits = QUICK) -> Path:
    async with pulled(url, limits=limits) as file:
        assert file is not None
        return file.path
