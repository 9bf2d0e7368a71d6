"""The one place that turns errors into words: class → sentence → way back."""

import importlib
import pkgutil
import secrets
import traceback
from collections.abc import Callable
from functools import cache

import structlog
from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, ErrorEvent, Message, Update

from handlers.common import refusals
from handlers.common.keyboards import home
from handlers.common.refusals.base import Ways, Words
from handlers.common.screen import Row, Screen, acknowledge
from handlers.common.start.screens import menu_rows
from handlers.common.words import _, _n
from services.core.actor import Actor
from services.core.db import is_away
from services.core.errors import Invalid, NotFound, ServiceError, Stale, Unavailable

log = structlog.get_logger()
router = Router(name="common.errors")


@cache
def _modules() -> tuple[object, ...]:
    names = [module.name for module in pkgutil.iter_modules(refusals.__path__)]
    return tuple(importlib.import_module(f"{refusals.__name__}.{name}") for name in names)


@cache
def refusal_words() -> Words:
    """Every error class that has a sentence."""
    found: Words = {}
    for module in _modules():
        found.update(getattr(module, "WORDS", {}))
    return found


@cache
def invalid_words() -> dict[tuple[str, str], Callable[[], str]]:
    """Sentences for typed values, by field and reason."""
    found: dict[tuple[str, str], Callable[[], str]] = {}
    for module in _modules():
        found.update(getattr(module, "INVALID", {}))
    return found


@cache
def refusal_ways() -> Ways:
    """Error classes whose sentence has a button of its own beside the menu."""
    found: Ways = {}
    for module in _modules():
        found.update(getattr(module, "WAYS", {}))
    return found


def sentence(error: ServiceError) -> str:
    """What happened and what to do, in the language in use."""
    if isinstance(error, Invalid):
        known = invalid_words()
        words = known.get((error.field, error.why)) or known.get(("", error.why))
        return words() if words else _("That value can't be right. Please check it and write it again.")
    for kind in type(error).__mro__:
        if kind in refusal_words():
            return refusal_words()[kind](error)
    raise LookupError(type(error).__name__)


def way_on(error: Exception, actor: Actor | None) -> tuple[Row, ...]:
    """Where to go from a refusal: to what its sentence speaks of, or to the menu of what is open."""
    way = refusal_ways().get(type(error))
    if way is not None:
        return (*way(error), home())
    if actor is not None and isinstance(error, NotFound | Stale):
        return menu_rows(actor)
    return (home(),)


def too_fast(seconds: int) -> str:
    """Words of the throttle."""
    return _n(
        "That was too fast for me. Nothing is lost: please press again in {count} second.",
        "That was too fast for me. Nothing is lost: please press again in {count} seconds.",
        seconds,
    ).format(count=seconds)


def apology(reference: str) -> str:
    """Words for a defect of ours."""
    return _(
        "Something broke on our side, and it is not your fault. What was confirmed before is kept; this last step "
        "was not done. Please try again. If it happens twice, tell the office this number: {reference}.",
    ).format(reference=reference)


@router.errors()
async def explain(event: ErrorEvent, actor: Actor | None = None) -> bool:
    """Expected errors are worded; a defect is apologised for and logged without any personal data."""
    error = event.exception
    if is_away(error):
        log.warning("touch.database_away", update=event.update.update_id, error=type(error).__name__)
        error = Unavailable("database", 30)
    if isinstance(error, TelegramAPIError):
        log.warning("touch.telegram_refused", update=event.update.update_id, error=type(error).__name__)
        return True
    if isinstance(error, ServiceError):
        log.info("touch.refused", update=event.update.update_id, error=type(error).__name__)
        text = sentence(error)
    else:
        text = apology(_log_defect(event.update, error))
    await _answer(event.update.message or event.update.callback_query, Screen(text, way_on(error, actor)))
    return True


def outcome_of(error: Exception) -> str:
    """What an error means for whoever watches: refused by a rule, an outage, or a defect of ours."""
    if is_away(error):
        return "database_away"
    if isinstance(error, TelegramAPIError):
        return "telegram_refused"
    return "refused" if isinstance(error, ServiceError) else "defect"


def _log_defect(update: Update, error: Exception) -> str:
    """Where it broke, never what was typed: an exception's text may quote a person's data."""
    reference = secrets.token_hex(4).upper()
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error(
        "touch.defect",
        update=update.update_id,
        error=type(error).__name__,
        reference=reference,
        frames=frames[-8:],
    )
    return reference


async def _answer(touch: Message | CallbackQuery | None, screen: Screen) -> None:
    if touch is None:
        return
    if isinstance(touch, CallbackQuery):
        await acknowledge(touch)
        if touch.message is not None:
            await touch.message.answer(screen.text, reply_markup=screen.keyboard)
        return
    await touch.answer(screen.text, reply_markup=screen.keyboard)
