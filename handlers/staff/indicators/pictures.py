"""What a picture of a goal shows: base, fact and target of every row that has a number, and the same in words."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from handlers.common import formats
from handlers.common.words import _, current
from handlers.staff.indicators.texts import by_goal, shorten
from services.indicators.queries import IndicatorFact

PERCENTS = frozenset({"1.S", "5.3"})
"""Rows that are shares whatever unit the act prints."""
_TITLE, _ROW, _WORD, _CAPTION_ROW, _CAPTION = 110, 120, 40, 75, 900


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: ``length`` is None where there is no number; ``text`` is written beside it."""

    label: str
    length: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One row of the act: base, fact and target, in this order."""

    title: str
    bars: tuple[Bar, Bar, Bar]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn; plain text."""

    title: str
    subtitle: str
    panels: tuple[Panel, ...]


Draw = Callable[[Picture], Awaitable[bytes]]
"""Makes a PNG; the process that runs the desk hands it over."""


def has_numbers(fact: IndicatorFact) -> bool:
    """Whether there is anything to draw of a row."""
    return any(isinstance(value, int | float) for value in (fact.base, fact.fact, fact.target))


def goals_with_numbers(facts: Sequence[IndicatorFact]) -> list[int]:
    """The goals that have a picture."""
    return [goal for goal, rows in by_goal(facts).items() if any(map(has_numbers, rows))]


def picture(facts: Sequence[IndicatorFact], *, territory: str, year: int) -> Picture:
    """The picture of one goal; ``facts`` are its rows."""
    return Picture(
        title=_("Goal {number}. {goal}").format(number=facts[0].goal_no, goal=shorten(facts[0].goal, _TITLE)),
        subtitle=_("{territory}, facts of {year}").format(territory=territory, year=year),
        panels=tuple(_panel(fact, year) for fact in facts if has_numbers(fact)),
    )


def caption(facts: Sequence[IndicatorFact], *, territory: str, year: int) -> str:
    """The same in words (HTML), as many rows as fit under a photo."""
    drawn = picture(facts, territory=territory, year=year)
    lines = [f"<b>{formats.safe(drawn.title)}</b>\n{formats.safe(drawn.subtitle)}"]
    for panel in drawn.panels:
        values = ", ".join(f"{bar.label} — {bar.text}" for bar in panel.bars).replace(formats.NBSP, " ")
        lines.append(f"• {formats.safe(shorten(panel.title, _CAPTION_ROW))}: {formats.safe(values)}")
    while len("\n".join(lines)) > _CAPTION:
        lines.pop()
    return "\n".join(lines)


def _panel(fact: IndicatorFact, year: int) -> Panel:
    return Panel(
        title=shorten(fact.text[:1].upper() + fact.text[1:], _ROW),
        bars=(
            _bar(fact, fact.base, _("base"), fact.base_year),
            _bar(fact, fact.fact, _("fact"), year),
            _bar(fact, fact.target, _("target"), fact.target_year),
        ),
    )


def _bar(fact: IndicatorFact, value: float | str | None, label: str, year: int | None) -> Bar:
    named = f"{label} {year}" if year else label
    if isinstance(value, int | float):
        text = format_decimal(value, locale=current())
        return Bar(named, float(value), f"{text}{formats.NBSP}%" if _is_share(fact) else text)
    return Bar(named, None, shorten(value, _WORD) if isinstance(value, str) else _("no data"))


def _is_share(fact: IndicatorFact) -> bool:
    return fact.code in PERCENTS or (fact.unit or "").startswith("процент")
