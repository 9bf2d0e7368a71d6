"""How much the messenger may carry: a whole dialogue, or the catalogue and news alone.

State and municipal bodies and the organisations under them may not talk with people in foreign messengers (41-FZ of
01.04.2025, article 15). So who runs the desk decides, and a word that allows more is kept with its author.
"""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from handlers.common.context import Desk
from handlers.common.words import _
from services.access.queries import confirmation
from services.core.db import Database

if TYPE_CHECKING:
    from bot.settings import Settings

log = structlog.get_logger()
RESTRICTED = frozenset({"body", "institution"})
"""Operators that article 15 names."""
EVERY_SECONDS = 30.0
FULL, PUBLIC_INFO = "full", "public_info"


class ChannelRefused(Exception):
    """The wanted mode is not allowed to this operator; the text says what to do."""


def presumed(settings: "Settings") -> str:
    """The mode without any word of the operator: whoever is not known is presumed to be restricted.

    A trial with invented persons, or a desk that has no pages and shows its catalogue alone, needs no presumption.
    """
    if settings.channel_mode is not None:
        return settings.channel_mode
    is_unknown = settings.operator_kind is None and settings.public_url is not None
    return PUBLIC_INFO if settings.operator_kind in RESTRICTED or is_unknown else FULL


async def public_info_only(settings: "Settings", database: Database) -> bool:
    """Whether the chat holds no dialogue about a person. Raises ChannelRefused for a full mode nobody answers for."""
    mode = presumed(settings)
    if settings.operator_kind is None:
        log.warning("operator.unknown", mode=mode, ask="kruzhok doctor")
    if mode == PUBLIC_INFO:
        return True
    if settings.operator_kind is None and settings.public_url is not None:
        raise ChannelRefused(_("Say who runs this desk before CHANNEL_MODE=full: {asked}").format(asked=asked()))
    if settings.operator_kind in RESTRICTED and not await _is_confirmed(settings, database):
        raise ChannelRefused(
            _(
                "CHANNEL_MODE=full is not open to a body or an institution (41-FZ, article 15) without a recorded "
                'confirmation. Run: kruzhok operator confirm --who "…" --ground "…"; or set '
                "CHANNEL_MODE=public_info.",
            )
        )
    return False


async def _is_confirmed(settings: "Settings", database: Database) -> bool:
    async with database.reads() as session:
        word = await confirmation(session)
    return word is not None and word.kind == settings.operator_kind


async def look_again(settings: "Settings", database: Database, desk: Desk) -> None:
    """A word that was withdrawn meanwhile ends the full mode of a running desk; a new word counts from a start."""
    if desk.public_info or settings.operator_kind not in RESTRICTED or await _is_confirmed(settings, database):
        return
    desk.hush()
    log.warning("operator.confirmation_withdrawn", mode=PUBLIC_INFO)


async def watch(settings: "Settings", database: Database, desk: Desk, stop: asyncio.Event) -> None:
    """Look again every half minute until ``stop``; while the database is away nobody is answered anyway."""
    while not stop.is_set():
        try:
            await look_again(settings, database, desk)
        except (SQLAlchemyError, OSError) as away:
            log.warning("channel.database_away", error=type(away).__name__)
        with suppress(TimeoutError):
            async with asyncio.timeout(EVERY_SECONDS):
                await stop.wait()


def asked() -> str:
    """The question to the operator."""
    return _(
        "set OPERATOR_KIND to body (a state or municipal body), institution (an organisation under one), or other "
        "(41-FZ, article 15)."
    )
