"""What a page's handler gives back: a page to draw or a page to go to. It is drawn after the commit."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from handlers.web.context import Sent, Touch


@dataclass(frozen=True)
class View:
    """A template with what it needs."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Paged:
    """A page of a list that is short enough to be read whole; ``page`` counts from 0 and is there."""

    items: Sequence[Any]
    page: int
    pages: int


def paged(everything: Sequence[Any], page: int, size: int = 20) -> Paged:
    """Cut a page out of a list."""
    pages = -(-len(everything) // size)
    page = min(page, max(0, pages - 1))
    return Paged(everything[page * size : (page + 1) * size], page, pages)


@dataclass(frozen=True)
class Go:
    """Another page of ours, after something was done (303)."""

    path: str
    secret: str | None = None
    """A new session's secret for the browser; empty to forget it."""


@dataclass(frozen=True)
class File:
    """A document to show or to keep; one that takes long to make is made after the commit, beside the loop."""

    name: str
    content: bytes | Callable[[], bytes]
    kind: str
    is_shown: bool = False


@dataclass(frozen=True)
class Told:
    """Facts for a script of ours, as JSON."""

    facts: dict[str, Any]
    status: int = 200


Answer = View | Go | File | Told
Handler = Callable[[web.Request, Touch], Awaitable[Answer]]
Reader = Callable[[web.Request], Awaitable[Sent]]
"""Reads what a page sends, before any transaction: a slow line holds nobody up."""


@dataclass(frozen=True)
class Route:
    """A page: its method, its path and who draws it."""

    method: str
    path: str
    handler: Handler
    reader: Reader | None = None
    """How the body is read; None for a form of plain fields."""


def get(path: str, handler: Handler) -> Route:
    """A page that only shows."""
    return Route("GET", path, handler)


def post(path: str, handler: Handler, reader: Reader | None = None) -> Route:
    """A page that does something."""
    return Route("POST", path, handler, reader)
