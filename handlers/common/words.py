"""The only door to gettext: the catalogues are read straight from ``locales/*.po``, so none can be stale."""

import gettext as stdlib
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = ("ru", "en")
DEFAULT = "ru"
CATALOGUES = Path(__file__).parents[2] / "locales"

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


@cache
def _translations(locale: str) -> stdlib.NullTranslations:
    """Compile one catalogue in memory; an empty translation falls back to the source text."""
    path = CATALOGUES / locale / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return stdlib.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return stdlib.GNUTranslations(compiled)


def known(code: str | None) -> str:
    """The desk's language nearest to a client's language code."""
    short = (code or "").split("-")[0].lower()
    return short if short in LOCALES else DEFAULT if short in {"", "uk", "be", "kk"} else "en"


def use(locale: str) -> None:
    """Speak this language until the end of the current touch."""
    _locale.set(locale)


def current() -> str:
    """The language of the current touch."""
    return _locale.get()


def _(text: str) -> str:
    """The words in the current language."""
    return _translations(current()).gettext(text)


def _n(one: str, many: str, count: int) -> str:
    """The words in the right plural form; ``{count}`` is left to the caller's format()."""
    return _translations(current()).ngettext(one, many, count)


def pick(ru: str, en: str) -> str:
    """Choose between the two fields of a data text (packs, contract texts, survey questions)."""
    return ru if current() == "ru" else en
