"""What was understood and chosen, each as a small button that takes it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from aiogram.types import InlineKeyboardButton

from handlers.common import formats
from handlers.common.children import called
from handlers.common.keyboards import back, pages
from handlers.common.screen import Row, button
from handlers.common.words import _, _n
from handlers.parent.programs import card_texts, texts
from handlers.parent.programs.asked import HERE, Asked, parts
from handlers.parent.programs.find_buttons import Chips, Loosen, NearBy, Strict
from handlers.parent.programs.keyboards import Results
from handlers.parent.programs.texts import cut
from services.families.queries import ChildView
from services.families.rules import age_on
from services.programs.rules import Wish

LONGEST = 22
"""Characters of a foreign word on a chip: two chips stand in a row of a small phone."""
SHOWN = 4
"""Chips on the list itself; more are behind «more»."""
PER_PAGE = 10
WHOLE_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Known:
    """What the names of conditions need: own children, whether the chat may name them, and the chosen provider."""

    children: Sequence[ChildView] = ()
    is_named: bool = False
    today: date = date.min
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition: ``part`` is its name among the search's, ``text`` what people call it."""

    part: str
    text: str

    @property
    def sign(self) -> str:
        """A short name that fits into a button and stays right when other conditions have gone."""
        return f"{crc32(self.part.encode()):08x}"


def chips(asked: Asked, known: Known) -> list[Chip]:
    """All conditions of a search, in the order in which they were said."""
    return [Chip(part, cut(text, LONGEST)) for part in parts(asked) if (text := name(part, asked, known))]


def name(part: str, asked: Asked, known: Known) -> str:
    """What people call a condition; plain text, empty for what is no condition any more."""
    kind, _colon, word = part.partition(":")
    if kind == "word":
        return word
    if kind == "without":
        return _("not {word}").format(word=word)
    if part == "age":
        return child(asked.child_id, known) or (texts.ages(*asked.wish.ages) if asked.wish.ages else "")
    return {**_simple(asked), "provider": cut(known.provider, LONGEST) or _("one organiser")}.get(part, "")


def _simple(asked: Asked) -> dict[str, str]:
    """Conditions whose names need nothing else; those that are not asked have none, or one that nobody reads."""
    wish = asked.wish
    focus, level, form = asked.focus or wish.focus, asked.level or wish.level, asked.form or wish.form
    return {
        "ovz": card_texts.kind(wish.ovz) if wish.ovz else _("special needs"),
        "days": days(asked.weekdays or wish.weekdays),
        "time": hours(wish.after, wish.before),
        "free": _("free of charge"),
        "certificate": _("by certificate"),
        "price": _("up to {money} a month").format(money=formats.money(wish.most_per_month or 0)),
        "total": _("course up to {money}").format(money=formats.money(asked.most_total or 0)),
        "focus": texts.focus(focus) if focus else "",
        "level": texts.level(level) if level else "",
        "form": texts.form(form) if form else "",
        "near": around(asked) if asked.place else "",
        "place": wish.place or "",
        "seats": _("free seats"),
    }


def child(child_id: int | None, known: Known) -> str:
    """A child of one's own as the chat may name it; empty for anybody else's."""
    found = next((one for one in known.children if one.id == child_id), None)
    if found is None:
        return ""
    if not known.is_named:
        return called(found, named=False)
    years = age_on(found.birth_date, known.today)
    return f"{cut(found.first_name, 12)}, {texts.ages(years, years)}"


def days(weekdays: Sequence[int]) -> str:
    """«Sat, Sun»."""
    return ", ".join(formats.weekday(day) for day in sorted(set(weekdays)))


def hours(after: int | None, before: int | None) -> str:
    """«from 17:00», «until 12:00», «14:00–17:00»."""
    if after is not None and before is not None:
        return f"{_clock(after)}–{_clock(before)}"
    if after is not None:
        return _("from {hour}").format(hour=_clock(after))
    return _("until {hour}").format(hour=_clock(before)) if before is not None else ""


def around(asked: Asked) -> str:
    """«3 km: Livny», «3 km from me»."""
    if asked.place == HERE:
        return _("{km} km from me").format(km=asked.km)
    return _("{km} km: {place}").format(km=asked.km, place=asked.place)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 25}:{minutes % 60:02d}"


# buttons


def strip(found: Sequence[Chip], key: str, relaxed: Sequence[str], wish: Wish, *, is_here: bool) -> list[Row]:
    """Up to two rows of chips; what was given up can be asked for again instead of being taken away."""
    first = [button(_("📍 Near what?"), NearBy(query=key))] if wish.near and not is_here else []
    buttons = [*first, *(_chip(one, key, relaxed) for one in found)]
    if len(buttons) > SHOWN:
        rest = len(buttons) - (SHOWN - 1)
        more = _n("{count} more …", "{count} more …", rest).format(count=rest)
        buttons = [*buttons[: SHOWN - 1], button(more, Chips(query=key))]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def shelf(found: Sequence[Chip], here: Chips, relaxed: Sequence[str]) -> tuple[Row, ...]:
    """All chips, by page."""
    total = max(1, -(-len(found) // PER_PAGE))
    page = min(max(here.page, 0), total - 1)
    buttons = [_chip(one, here.query, relaxed) for one in found[page * PER_PAGE : (page + 1) * PER_PAGE]]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    arrows = pages(page, total, lambda to: Chips(query=here.query, page=to))
    return (*rows, *arrows, back(Results(query=here.query)))


def _chip(one: Chip, key: str, relaxed: Sequence[str]) -> InlineKeyboardButton:
    if one.part in relaxed:
        return button(f"↩ {one.text}", Strict(query=key))
    return button(f"✕ {one.text}", Loosen(query=key, part=one.sign))
