"""``kruzhok doctor``: what holds, and what to mend. It changes nothing and never shows a secret."""

import argparse
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot import migrate
from bot.app import open_bot
from bot.channel import FULL, RESTRICTED, asked, presumed, public_info_only
from bot.cli.folders import papers
from bot.cli.mending import Mend
from bot.cli.refused import sentence
from bot.limiter import Window
from bot.settings import Settings, SettingsBroken, load_settings
from handlers.common.words import _
from services.core.crypto import KeysBroken, install, read_keyring
from services.core.db import Database, open_database
from services.core.models import Door

ANSWER_SECONDS = 15


class Verdict(StrEnum):
    """``note`` is what nobody but a person can judge."""

    OK = "ok"
    MEND = "mend"
    NOTE = "note"


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    verdict: Verdict
    about: str
    told: str

    def __str__(self) -> str:
        return f"{self.verdict:<4}  {self.about}: {self.told}"


async def doctor(_chosen: argparse.Namespace) -> int:
    """Print a line for each part; exit 0 if nothing is to be mended."""
    is_well = True
    async for line in _lines():
        is_well = is_well and line.verdict is not Verdict.MEND
        print(line, flush=True)
    return 0 if is_well else 1


async def _lines() -> AsyncIterator[Line]:
    try:
        settings = load_settings()
    except SettingsBroken as broken:
        yield Line(
            Verdict.MEND, _("settings"), _("{error}. Mend it there; the other checks need it.").format(error=broken)
        )
        return
    yield Line(Verdict.OK, _("settings"), _settings_told())
    yield await _line(_("database"), lambda: _database(settings))
    yield await _line(_("keys"), lambda: _keys(settings))
    yield await _line(_("papers"), lambda: papers(settings))
    yield await _line(_("Telegram"), lambda: _telegram(settings))
    yield await _operator(settings)
    yield Line(Verdict.NOTE, _("forms"), _forms_told(settings))
    yield Line(Verdict.NOTE, _("law"), _law_told())


async def _line(about: str, check: Callable[[], Awaitable[str]]) -> Line:
    """Run one check; whatever it meets is a line too, and never its text, which may hold a password."""
    try:
        return Line(Verdict.OK, about, await check())
    except Mend as mend:
        return Line(Verdict.MEND, about, str(mend))
    except ModuleNotFoundError:
        return Line(Verdict.MEND, about, _("its driver is not installed. Run: pip install 'kruzhok[postgres]'"))
    except Exception as error:  # noqa: BLE001 (a doctor does not fall ill)
        told = sentence(error)
        return Line(Verdict.MEND, about, told or _("it does not answer ({error}).").format(error=type(error).__name__))


def _settings_told() -> str:
    return _("read, .env too.") if Path(".env").exists() else _("read from the environment; there is no .env.")


@asynccontextmanager
async def _opening(settings: Settings) -> AsyncIterator[Database]:
    database = open_database(settings.database_url)
    try:
        yield database
    finally:
        await database.dispose()


async def _database(settings: Settings) -> str:
    if _is_missing(settings):
        raise Mend(_("there is no database yet. Run: kruzhok db upgrade"))
    async with _opening(settings) as database:
        if await migrate.is_new(database.engine):
            raise Mend(_("there is no database yet. Run: kruzhok db upgrade"))
        await migrate.check(database.engine)
    return _("reachable and of this version.")


def _is_missing(settings: Settings) -> bool:
    """Connecting would make an empty SQLite file: a doctor leaves no traces."""
    url = make_url(settings.database_url)
    return url.get_backend_name() == "sqlite" and bool(url.database) and not Path(url.database or "").exists()


async def _keys(settings: Settings) -> str:
    path = settings.key_file
    if not path.exists():
        if _is_missing(settings):
            raise Mend(_("there are none yet; they are made with the database. Run: kruzhok db upgrade"))
        raise Mend(_("the file {file} is missing. Put it back from its backup.").format(file=path))
    try:
        install(read_keyring(path.read_text(encoding="utf-8")))
        fits = not _is_missing(settings) and await _holds_something(settings)
    except (KeysBroken, UnicodeDecodeError):
        told = _("{file} does not fit this database. Put back the key file that was made with it.")
        raise Mend(told.format(file=path)) from None
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Mend(_("others of this machine can read {file}. Run: chmod 600 {file}").format(file=path))
    if not fits:
        return _("readable; nothing is encrypted yet.")
    return _("they open what is encrypted. Keep a copy apart from the database's.")


async def _holds_something(settings: Settings) -> bool:
    """Open one kept value; False while there is none. Raises KeysBroken if it does not open."""
    async with _opening(settings) as database, database.reads() as session:
        return await session.scalar(select(Door.address).limit(1)) is not None


async def _telegram(settings: Settings) -> str:
    async with open_bot(settings, window=Window(1)) as bot:
        me = await bot.get_me(request_timeout=ANSWER_SECONDS)
    return _("@{name} answers at {url}.").format(name=me.username, url=settings.telegram_api_url)


async def _operator(settings: Settings) -> Line:
    """Who runs the desk, asked before the first run, and what the chat therefore carries."""
    if settings.operator_kind is None:
        is_trial = settings.public_url is None
        told = _("who runs this desk? Please {asked} Until then {mode}").format(
            asked=asked(), mode=_mode_told(settings)
        )
        return Line(Verdict.NOTE if is_trial else Verdict.MEND, _("operator"), told)
    if _is_missing(settings) and settings.channel_mode == FULL and settings.operator_kind in RESTRICTED:
        return Line(Verdict.MEND, _("operator"), _("there is no database yet. Run: kruzhok db upgrade"))
    return await _line(_("operator"), lambda: _mode(settings))


async def _mode(settings: Settings) -> str:
    if presumed(settings) == FULL and settings.operator_kind in RESTRICTED:
        async with _opening(settings) as database:
            await public_info_only(settings, database)
    return _("{kind}: {mode}").format(kind=settings.operator_kind, mode=_mode_told(settings))


def _mode_told(settings: Settings) -> str:
    if presumed(settings) == FULL:
        return _("the chat holds the whole dialogue (CHANNEL_MODE=full).")
    return _("the chat shows the catalogue and news, all about a person is on the pages (CHANNEL_MODE=public_info).")


def _forms_told(settings: Settings) -> str:
    if settings.trial_chat_forms:
        return _("TRIAL_CHAT_FORMS is on: forms run in the chat. Only for a trial with invented people.")
    return _("TRIAL_CHAT_FORMS is off: personal data is never asked for in the chat.")


def _law_told() -> str:
    return _(
        "Who runs this bot decides. Since 1 June 2025 state and municipal bodies and their institutions may not talk "
        "with people in foreign messengers (41-FZ, article 15), and since 1 March 2023 they may not send personal "
        "data there (149-FZ, article 10). If you are one of them, do not run this in Telegram; ask your lawyer.",
    )
