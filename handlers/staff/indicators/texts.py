"""Words of the indicators. Texts of the rows are the act's own, shortened at a word; reasons are data."""

from collections.abc import Iterable, Sequence

from babel.numbers import format_decimal

from handlers.common import formats
from handlers.common.words import _, _n, current, pick
from handlers.staff.indicators.holding import holds
from services.indicators.queries import IndicatorFact

MOST = 900
"""Characters of a screen."""
_ROW, _VALUE, _GOAL = 110, 40, 80


def goals(facts: Sequence[IndicatorFact], *, territory: str, year: int) -> str:
    """All goals of the act with how many of their rows have a fact."""
    lines = [_title(territory, year)]
    for number, rows in by_goal(facts).items():
        known = sum(row.fact is not None for row in rows)
        filled = _n("{known} of {count} row has a fact", "{known} of {count} rows have a fact", len(rows))
        title = formats.safe(shorten(rows[0].goal, _GOAL))
        lines.append(f"<b>{number}.</b> {title}\n{filled.format(known=known, count=len(rows))}")
    return "\n\n".join(lines)


def goal_pages(rows: Sequence[IndicatorFact], *, territory: str, year: int) -> list[str]:
    """The rows of one goal, as many on a page as fit."""
    goal = formats.safe(shorten(rows[0].goal, _GOAL))
    head = f"{_title(territory, year)}\n<b>{rows[0].goal_no}.</b> {goal}"
    found = [head]
    for text in map(row, rows):
        longer = f"{found[-1]}\n\n{text}"
        if len(longer) <= MOST or found[-1] == head:
            found[-1] = longer
        else:
            found.append(f"{head}\n\n{text}")
    return found


def row(fact: IndicatorFact) -> str:
    """Base → fact → target of one row; the reason where there is no fact."""
    mark = "↳" if fact.is_subrow else "•"
    lines = [
        f"{mark} {formats.safe(shorten(fact.text, _ROW))}",
        _("Base: {base} → now: <b>{fact}</b> → target: {target}").format(
            base=_printed(fact.base, fact.base_year),
            fact=_known(fact),
            target=_printed(fact.target, fact.target_year),
        ),
    ]
    reason = pick(fact.reason_text("ru") or "", fact.reason_text("en") or "")
    if reason:
        lines.append(f"<i>{formats.safe(reason)}</i>")
    missing = " ".join(holds(fact))
    if missing:
        lines.append(_("Missing: {what}").format(what=formats.safe(missing)))
    return "\n".join(lines)


def by_goal(facts: Iterable[IndicatorFact]) -> dict[int, list[IndicatorFact]]:
    """Rows by the number of their goal, in the act's order."""
    found: dict[int, list[IndicatorFact]] = {}
    for fact in facts:
        found.setdefault(fact.goal_no, []).append(fact)
    return found


def shorten(text: str, most: int) -> str:
    """Cut at a word and say so with «…»; a single long word is cut where it stands."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut if text[most - 1].isspace() else cut.rpartition(" ")[0] or cut
    return words.rstrip(" ,;:–—-") + "…"


def _title(territory: str, year: int) -> str:
    return _("Indicators: {territory}, facts of {year}").format(territory=formats.safe(territory), year=year)


def whose() -> str:
    return _("Whose table? You serve these territories:")


def _known(fact: IndicatorFact) -> str:
    if fact.fact is None:
        return "—"
    words = {
        "5.3": _("{value} % ({numerator} of {denominator} answers)"),
        "1.S": _("{value} % ({numerator} of {denominator} providers)"),
        "2.1": _("{value} ({numerator} of {denominator} rows of the plan done)"),
    }.get(fact.code or "", "{value}")
    return words.format(value=_number(fact.fact), numerator=fact.numerator, denominator=fact.denominator)


def _printed(value: float | str | None, year: int | None) -> str:
    if value is None:
        return "—"
    known = _number(value)
    return f"{known} ({year})" if year else known


def _number(value: float | str) -> str:
    if isinstance(value, str):
        return formats.safe(shorten(value, _VALUE))
    return format_decimal(value, locale=current())
