"""Lines and changes of the order in words, for the chat, the pages and the report."""

from decimal import Decimal

from handlers.common.formats import NBSP, money
from handlers.common.words import _
from services.orders.rules.changes import Change, Terms

SHORT = 12


def code_of(code: str | None) -> str:
    """A line by its service's code."""
    return code or _("all other services")


def code_short(code: str | None) -> str:
    """The same on a button: the end of a code tells it from others."""
    return _("Other services") if not code else f"…{code[-SHORT:]}" if len(code) > SHORT else code


def count(number: int) -> str:
    """«12 000» whose blanks never break the line."""
    return f"{number:,}".replace(",", NBSP)


def norm(value: Decimal | None) -> str:
    """«169,5512 ₽» with all its digits."""
    return "—" if value is None else f"{value:f}".replace(".", ",") + f"{NBSP}₽"


def parts(change: Change, promised: Terms | None) -> list[str]:
    """What changes of a line, each with what is promised of it already, where that is told."""
    before, after = change.before or Terms(0, 0, 0), change.after or Terms(0, 0, 0)
    told = []
    for name, what, say in (
        ("children", _("children"), count),
        ("hours", _("person-hours"), count),
        ("money", _("money"), money),
    ):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            change_told = _("{what}: {before} → {after}").format(what=what, before=say(was), after=say(now))
            held = _("; promised {held}").format(held=say(getattr(promised, name))) if promised else ""
            told.append(change_told + held)
    if before.norm != after.norm:
        told.append(_("cost of a person-hour: {before} → {after}").format(
            before=norm(before.norm), after=norm(after.norm)))  # fmt: skip
    return told


def heading(change: Change) -> str:
    """The line, and whether it is new or goes."""
    name = code_of(change.code)
    if change.before is None:
        return _("{line} (new line)").format(line=name)
    return _("{line} (taken out)").format(line=name) if change.after is None else name
