"""The same files from an address: streamed to disk, only if they changed, whole or not at all."""

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import httpx
import stamina

from services.programs.errors import AddressRefused, ChecksumWrong, FileTooLarge, SourceSilent
from services.programs.gateway.source import MEGABYTE

MOST_REDIRECTS = 5
_CHUNK = 1 << 20
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:?([A-Za-z0-9+/=]+):?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much. Seconds and megabytes; ``wait`` is before the second try and doubles with each."""

    max_mb: int
    connect: float = 10
    read: float = 60
    whole: float = 1800
    tries: int = 3
    wait: float = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last answer was marked with: asking with it brings nothing if nothing changed."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A file that arrived whole; ``digest`` is its SHA-256, ``seen`` is for the next time."""

    path: Path
    size: int
    digest: str
    seen: Seen


class _TryAgain(Exception):
    """The server is at fault, and may not be in a moment."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@asynccontextmanager
async def pulled(url: str, *, limits: Limits, seen: Seen | None = None) -> AsyncIterator[Pulled | None]:
    """The file behind an address, until the block ends; None if it has not changed since ``seen``.

    Raises AddressRefused, FileTooLarge, ChecksumWrong, or SourceSilent after the tries of ``limits``; longer pauses
    are the caller's.
    """
    with TemporaryDirectory(prefix="kruzhok-pull-") as folder:
        yield await _with_tries(_checked(url), Path(folder) / "catalogue", limits, seen or Seen())


async def _with_tries(url: httpx.URL, path: Path, limits: Limits, seen: Seen) -> Pulled | None:
    again = stamina.retry_context(
        on=(httpx.RequestError, _TryAgain),
        attempts=limits.tries,
        timeout=None,
        wait_initial=limits.wait,
        wait_max=limits.wait * 8,
        wait_jitter=limits.wait / 2,
    )
    try:
        async with asyncio.timeout(limits.whole), _client(limits) as client:
            async for attempt in again:
                with attempt:
                    return await _ask(client, url, path, limits, seen)
    except _TryAgain as silent:
        raise SourceSilent(silent.status) from None
    except (httpx.RequestError, TimeoutError):  # an error of the transport may quote the address: not kept
        raise SourceSilent from None
    raise SourceSilent  # no try was allowed


def _client(limits: Limits) -> httpx.AsyncClient:
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    return httpx.AsyncClient(timeout=timeout, follow_redirects=False, headers={"Accept-Encoding": "identity"})


async def _ask(client: httpx.AsyncClient, url: httpx.URL, path: Path, limits: Limits, seen: Seen) -> Pulled | None:
    """One try, through redirects that stay at home."""
    headers = {"If-None-Match": seen.etag, "If-Modified-Since": seen.modified}
    for _hop in range(MOST_REDIRECTS):
        async with client.stream("GET", url, headers={name: told for name, told in headers.items() if told}) as answer:
            if answer.next_request is not None:
                url = _at_home(url, answer.next_request.url)
            elif answer.status_code == httpx.codes.NOT_MODIFIED:
                return None
            else:
                _check_status(answer)
                return await _keep(answer, path, limits.max_mb)
    raise AddressRefused("redirect")


def _check_status(answer: httpx.Response) -> None:
    if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise _TryAgain(answer.status_code)
    if answer.status_code != httpx.codes.OK:
        raise SourceSilent(answer.status_code)


async def _keep(answer: httpx.Response, path: Path, max_mb: int) -> Pulled:
    """Write the body to disk. Raises FileTooLarge as soon as it is known, ChecksumWrong at the end."""
    told = answer.headers.get("Content-Length", "")
    limit = max_mb * MEGABYTE
    if told.isdecimal() and int(told) > limit:
        raise FileTooLarge(size=-(-int(told) // MEGABYTE), limit=max_mb)
    size = 0
    summed = hashlib.sha256()
    with await asyncio.to_thread(path.open, "wb") as file:
        async for chunk in answer.aiter_bytes(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise FileTooLarge(size=None, limit=max_mb)
            await asyncio.to_thread(_take, file, summed, chunk)
    _check_sum(answer.headers, summed.digest())
    seen = Seen(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
    return Pulled(path, size, summed.hexdigest(), seen)


def _take(file: BinaryIO, summed: "hashlib._Hash", chunk: bytes) -> None:
    file.write(chunk)
    summed.update(chunk)


def _check_sum(headers: Mapping[str, str], found: bytes) -> None:
    """Compare with every checksum that the answer tells in a way we read."""
    plain = headers.get("X-Checksum-Sha256", "").strip().lower()
    if plain and plain != found.hex():
        raise ChecksumWrong
    for name in ("Digest", "Content-Digest", "Repr-Digest"):
        told = _DIGEST.search(headers.get(name, ""))
        if told and _decoded(told[1]) != found:
            raise ChecksumWrong


def _decoded(told: str) -> bytes:
    try:
        return base64.b64decode(told, validate=True)
    except binascii.Error:
        return b""


def _checked(address: str) -> httpx.URL:
    """Raises AddressRefused for what is no address of the web."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, TypeError):
        raise AddressRefused("address") from None
    if url.scheme not in ("http", "https"):
        raise AddressRefused("scheme")
    if not url.host:
        raise AddressRefused("address")
    return url


def _at_home(url: httpx.URL, following: httpx.URL) -> httpx.URL:
    """Where an answer leads. Raises AddressRefused for another host or port, and for a way back from https."""
    _checked(str(following))
    is_home = (following.host, following.port) == (url.host, url.port)
    if not is_home or (url.scheme == "https" and following.scheme != "https"):
        raise AddressRefused("redirect")
    return following
