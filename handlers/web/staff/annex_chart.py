"""A goal as a picture of a page: an SVG of a few kilobytes, drawn without a library, and the same in words."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from handlers.staff.indicators.pictures import Bar, Panel, has_numbers, picture
from services.indicators.queries import IndicatorFact

WIDTH = 720
_LEFT, _RIGHT, _EDGE = 150, 560, 16
"""Where bars begin, where the longest one ends, the margin."""
_LINE, _BAR, _GAP, _WRAP = 22, 30, 22, 70
_INK, _PALE, _RULE = "#1b2733", "#4a5560", "#d9dee3"
_FILLS = (("#aeb8c2", "#aeb8c2"), ("#1f5fbf", "#1f5fbf"), ("#ffffff", "#1b2733"))
"""Fill and edge of base, fact and target, as in the picture of the chat: they differ in lightness too."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The SVG's text, its size in pixels, and what it shows in plain words for whoever does not see it."""

    svg: str
    width: int
    height: int
    told: str


def chart(facts: Sequence[IndicatorFact], *, territory: str, year: int) -> Chart | None:
    """The picture of one goal; ``facts`` are its rows. None where no row has a number."""
    if not any(map(has_numbers, facts)):
        return None
    drawn = picture(facts, territory=territory, year=year)
    parts, at = list[str](), _EDGE
    for panel in drawn.panels:
        lines, at = _panel(panel, at)
        parts += lines
    height = at + _EDGE
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="sans-serif" font-size="15"><rect width="100%" height="100%" fill="#ffffff"/>'
    )
    told = "; ".join(f"{panel.title}: {_values(panel)}" for panel in drawn.panels)
    return Chart(f"{head}{''.join(parts)}</svg>", WIDTH, height, f"{drawn.title}. {drawn.subtitle}. {told}")


def _values(panel: Panel) -> str:
    return ", ".join(f"{bar.label} — {bar.text}" for bar in panel.bars)


def _panel(panel: Panel, at: int) -> tuple[list[str], int]:
    """The row's words and its three bars on a scale of their own; where the next row begins."""
    parts = [f'<rect x="{_EDGE}" y="{at}" width="{WIDTH - 2 * _EDGE}" height="1" fill="{_RULE}"/>']
    for line in textwrap.wrap(panel.title, _WRAP):
        at += _LINE
        parts.append(f'<text x="{_EDGE}" y="{at}" fill="{_INK}" font-weight="bold">{escape(line)}</text>')
    at += _LINE // 2
    longest = max((abs(bar.length) for bar in panel.bars if bar.length), default=1.0)
    for bar, colours in zip(panel.bars, _FILLS, strict=True):
        parts += _bar(bar, at, longest, colours)
        at += _BAR
    return parts, at + _GAP


def _bar(bar: Bar, at: int, longest: float, colours: tuple[str, str]) -> Iterator[str]:
    base, end = at + _BAR - 10, _LEFT
    yield f'<text x="{_LEFT - 10}" y="{base}" fill="{_PALE}" text-anchor="end">{escape(bar.label)}</text>'
    if bar.length is not None:
        long = max(2, round((_RIGHT - _LEFT) * abs(bar.length) / longest))
        fill, edge = colours
        yield (
            f'<rect x="{_LEFT}" y="{at + 4}" width="{long}" height="{_BAR - 8}" fill="{fill}"'
            f' stroke="{edge}" stroke-width="1.5"/>'
        )
        end += long
    yield f'<text x="{end + 8}" y="{base}" fill="{_INK}">{escape(bar.text)}</text>'
