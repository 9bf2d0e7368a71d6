"""Pictures of the indicators as PNG. Drawn in one thread of their own: neither the loop nor two drawings collide."""

import asyncio
import io
import textwrap
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

from handlers.staff.indicators.pictures import Bar, Panel, Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, DPI = 7.2, 150
"""Inches and dots per inch: 1080 pixels, the width of a phone."""
_TITLE_LINE, _ROW_LINE = 50, 60
_TITLE_SIZE, _ROW_SIZE, _BAR_SIZE = 15, 12.5, 13
_LINE, _BAR, _GAP, _EDGE = 0.27, 0.36, 0.30, 0.22
"""Heights in inches: a line of text, a bar with its share of air, the air between rows, the margin."""
_LEFT, _RIGHT = 0.24, 0.80
"""Where bars begin and where the longest one ends, as shares of the width."""
_INK, _PALE, _RULE = "#1b2733", "#5f6b76", "#d9dee3"
_FILLS = (("#aeb8c2", "#aeb8c2"), ("#1f5fbf", "#1f5fbf"), ("#ffffff", "#1b2733"))
"""Fill and edge of base, fact and target: they differ in lightness too, not in colour alone."""


async def draw(picture: Picture) -> bytes:
    """A PNG, 1080 pixels wide, readable on a phone."""
    return await asyncio.get_running_loop().run_in_executor(_pool(), render, picture)


@cache
def _pool() -> ThreadPoolExecutor:
    """One thread, made for the first picture: matplotlib is not safe in two."""
    return ThreadPoolExecutor(1, thread_name_prefix="charts")


def render(picture: Picture) -> bytes:
    """Draw; takes a second for the first picture of the process, and a tenth of it afterwards."""
    from matplotlib.figure import Figure  # noqa: PLC0415 (matplotlib costs 60 MB: only if asked)

    head = textwrap.wrap(picture.title, _TITLE_LINE)
    rows = [(panel, textwrap.wrap(panel.title, _ROW_LINE)) for panel in picture.panels]
    height = _EDGE + _LINE * (1.25 * len(head) + 1.2) + sum(_height(lines) for _panel, lines in rows) + _EDGE
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    pen = _Pen(figure, height)
    for line in head:
        pen.write(line, size=_TITLE_SIZE, weight="bold", step=1.25 * _LINE)
    pen.write(picture.subtitle, size=_ROW_SIZE, color=_PALE, step=1.2 * _LINE)
    for panel, lines in rows:
        pen.panel(panel, lines)
    told = io.BytesIO()
    figure.savefig(told, format="png")  # a Figure without pyplot draws PNG by Agg
    return told.getvalue()


def _height(lines: list[str]) -> float:
    return _GAP + _LINE * len(lines) + 3 * _BAR


class _Pen:
    """Writes down the page; the place is kept in inches from the top."""

    def __init__(self, figure: "Figure", height: float) -> None:
        self._figure = figure
        self._height = height
        self._at = _EDGE

    def write(self, text: str, *, size: float, step: float, weight: str = "normal", color: str = _INK) -> None:
        """One line from the left edge."""
        self._text(0.04, self._at, text, size=size, weight=weight, color=color, va="top")
        self._at += step

    def panel(self, panel: Panel, lines: list[str]) -> None:
        """A thin rule, the row's words, its three bars on a scale of their own."""
        self._box(0.04, self._at + _GAP / 3, 0.92, 0.01, _RULE, _RULE)
        self._at += 2 * _GAP / 3
        for line in lines:
            self.write(line, size=_ROW_SIZE, step=_LINE)
        longest = max((abs(bar.length) for bar in panel.bars if bar.length), default=1.0)
        for bar, (fill, edge) in zip(panel.bars, _FILLS, strict=True):
            self._bar(bar, longest, fill, edge)
        self._at += _GAP / 3

    def _bar(self, bar: Bar, longest: float, fill: str, edge: str) -> None:
        middle = self._at + _BAR / 2
        self._text(_LEFT - 0.02, middle, bar.label, size=_BAR_SIZE - 1, color=_PALE, ha="right", va="center")
        end = _LEFT
        if bar.length is not None:
            long = max((_RIGHT - _LEFT) * abs(bar.length) / longest, 0.004)
            self._box(_LEFT, self._at + 0.06, long, _BAR - 0.12, fill, edge)
            end += long
        known = bar.length is not None
        color, weight = (_INK, "bold") if known else (_PALE, "normal")
        self._text(end + 0.012, middle, bar.text, size=_BAR_SIZE, color=color, weight=weight, va="center")
        self._at += _BAR

    def _text(self, x: float, y: float, text: str, **style: Any) -> None:
        # a dollar sign would begin a formula
        self._figure.text(x, 1 - y / self._height, text, parse_math=False, **style)

    def _box(self, x: float, y: float, wide: float, high: float, fill: str, edge: str) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415 (matplotlib costs 60 MB: only if asked)

        corner = (x, 1 - (y + high) / self._height)
        box = Rectangle(corner, wide, high / self._height, facecolor=fill, edgecolor=edge, linewidth=1.5)
        self._figure.add_artist(box)
