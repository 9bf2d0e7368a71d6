"""What a page may ask of the server: the database, the clock, the desk, and who is here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from services.access.actions import Visit
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.db import Database
from services.core.errors import Invalid
from services.uploads.gateway import Sealed, Store

DATABASE = web.AppKey("database", Database)
CLOCK: web.AppKey[Clock] = web.AppKey("clock")
DESK = web.AppKey("desk", Desk)
FRAMES = web.AppKey("frames", str)
"""Sites that may show the pages in a frame."""
RUNG: web.AppKey[Callable[[], None]] = web.AppKey("rung")
"""Rung after each deed: the outbox may hold something."""
TOKEN = web.AppKey("token", str)
"""The bot's token: launch data is signed with it."""
SCRIPT = web.AppKey("script", str)
"""Where the messenger's own script is: the only one that is not ours."""

STORE = web.AppKey("store", Store)
"""Where uploaded papers lie, sealed."""

COOKIE = "__Host-kruzhok"
LANGUAGE = "__Host-language"


@dataclass(frozen=True)
class Sent:
    """What a page sent: its fields, and a paper that was sealed on the way or the sentence why it was not."""

    fields: dict[str, str] = field(default_factory=dict)
    name: str = ""
    paper: Sealed | None = None
    piece: bytes = b""
    wrong: Invalid | None = None


@dataclass
class Touch:
    """One request: its transaction, its person, and how it is to be answered."""

    session: AsyncSession
    now: datetime
    visit: Visit | None = None
    actor: Actor | None = None
    secret: str = ""
    sent: Sent = field(default_factory=Sent)

    @property
    def form(self) -> dict[str, str]:
        """The fields that were sent."""
        return self.sent.fields

    @property
    def person(self) -> Actor:
        """Who is here; only pages behind a session ask. Raises Locked for nobody."""
        if self.actor is None:
            raise Locked
        return self.actor


class ForgedForm(Exception):
    """A form that was not drawn in this session."""


class FormTooLarge(ForgedForm):
    """More bytes than any form of ours sends, said beforehand or counted as they came."""


class Locked(Exception):
    """The page needs a session that is not there, or its second factor, which is shown at ``factor``."""

    def __init__(self, factor: str = "") -> None:
        super().__init__(factor)
        self.factor = factor


TOUCH = web.RequestKey("touch", Touch)


def touch(request: web.Request) -> Touch:
    """The request's touch, put there by the middleware."""
    return request[TOUCH]
