"""Dates, money and safe text as the current language writes them."""

import html
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

from handlers.common.words import _, current

NBSP = "\u00a0"


def day(value: date) -> str:
    """«14 сентября 2026»; the year is always there: an act is read two years later."""
    return format_date(value, "d MMMM y", locale=current())


def short_day(value: date) -> str:
    """«14 сентября»: for deadlines of these weeks."""
    return format_date(value, "d MMMM", locale=current())


def month(value: date) -> str:
    """«ноябрь»: a month of these months."""
    return format_date(value, "LLLL", locale=current())


def moment(value: datetime, zone: tzinfo) -> str:
    """«3 сентября, 10:42» in the territory's time."""
    local = value.astimezone(zone)
    return format_datetime(local, "d MMMM, HH:mm", locale=current())


def hour(value: datetime, zone: tzinfo) -> str:
    """«10:42» in the territory's time."""
    return format_time(value.astimezone(zone), "HH:mm", locale=current())


def weekday(number: int) -> str:
    """A short name of a weekday; Monday is 0."""
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")][number]


def money(kopecks: int) -> str:
    """«14 400 ₽», with kopecks only where there are any; blanks never break the line."""
    roubles, rest = divmod(kopecks, 100)
    grouped = f"{roubles:,}".replace(",", NBSP)
    point = "," if current() == "ru" else "."
    return f"{grouped}{point}{rest:02d}{NBSP}₽" if rest else f"{grouped}{NBSP}₽"


def number(value: float) -> str:
    """«83,3»: a figure as the language writes it."""
    return format_decimal(value, locale=current())


def listed(items: Sequence[str]) -> str:
    """«№ 1, № 2 и № 3»."""
    return format_list(list(items), locale=current())


def safe(text: str) -> str:
    """Foreign text inside a message: never markup, never control or direction marks."""
    plain = "".join(char for char in text if char.isprintable() or char == "\n")
    return html.escape(plain, quote=False)
