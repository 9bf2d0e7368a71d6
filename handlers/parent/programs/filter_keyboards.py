"""Buttons of what can be chosen: each carries the condition as it will be, so a second tap changes nothing."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from handlers.common import formats
from handlers.common.keyboards import back, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.parent.families.keyboards import Children
from handlers.parent.programs import chips, list_texts, texts
from handlers.parent.programs.asked import Asked, parts
from handlers.parent.programs.chips import Known
from handlers.parent.programs.find_buttons import Anew, Choose, Chosen, ForChild, Narrow, NearBy, Order
from handlers.parent.programs.keyboards import Results
from handlers.parent.programs.list_keyboards import sort_name
from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.queries import Found, Sort

NEEDS = 5
FEW = 2
AGES = ((3, 4), (5, 6), (7, 8), (9, 10), (11, 12), (13, 14), (15, 17))
HOURS = ((None, 12), (12, 15), (15, None), (17, None), (18, None), (None, 19))
"""From and until which hour."""
WORKDAYS, WEEKEND = 0b0011111, 0b1100000
SUMS = (500_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000, 5_000_000)
"""Kopecks of a whole course."""


def narrow(asked: Asked, known: Known, found: Found, key: str) -> tuple[Row, ...]:
    """Everything that can be chosen, each button with what is chosen now; and the list with its count."""
    facets = found.facets
    total = list_texts.count(0 if found.relaxed else found.total, is_more=found.is_more)
    show = button(_("✅ Show · {count}").format(count=total), Results(query=key))
    return (
        [_opens("age", _("👧 Child"), asked, known, key), _opens("focus", _("🎯 Field"), asked, known, key)],
        [_opens("days", _("🗓 Days"), asked, known, key), _opens("time", _("🕐 Hours"), asked, known, key)],
        [_opens("level", _("📶 Level"), asked, known, key), _opens("form", _("🏫 Form"), asked, known, key)],
        [
            _switch("seats", _("free seats"), facets.has_seats, found, on=_has(asked, "seats"), key=key),
            _switch(
                "certificate", _("by certificate"), facets.by_certificate, found, on=_has(asked, "certificate"), key=key
            ),
        ],
        [_opens("total", _("💰 Money"), asked, known, key), _near(asked, known, key)],
        [_opens("ovz", _("♿ Special needs"), asked, known, key), button(_("✕ Drop all"), Anew(query=key))],
        [show],
        back(Results(query=key)),
    )


def _has(asked: Asked, what: str) -> bool:
    if what == "seats":
        return asked.has_seats or asked.wish.has_seats
    return asked.by_certificate or asked.wish.by_certificate


def _opens(what: str, words: str, asked: Asked, known: Known, key: str) -> InlineKeyboardButton:
    now = chips.name(what, asked, known) if what in parts(asked) else ""
    return button(_labelled(words, now), Choose(query=key, what=what))


def _near(asked: Asked, known: Known, key: str) -> InlineKeyboardButton:
    return button(_labelled(_("📍 Near"), chips.name("near", asked, known)), NearBy(query=key))


def _labelled(words: str, now: str) -> str:
    """«🎯 Field» or, when it is chosen, «🎯 Technology»."""
    return f"{words.split(maxsplit=1)[0]} {texts.cut(now, chips.LONGEST)}" if now else words


def _switch(what: str, words: str, many: int, found: Found, *, on: bool, key: str) -> InlineKeyboardButton:
    label = list_texts.facet(f"{'☑' if on else '☐'} {words}", many, is_more=found.is_more)
    return button(label, Chosen(query=key, what=what, value="" if on else "1"))


# choices of one condition


def fields(found: Found, key: str) -> list[Row]:
    """The fields with how many programs each has."""
    counted = [(texts.focus(one), one.value, found.facets.focus.get(one, 0)) for one in Focus]
    return _pairs([_pick("focus", words, value, many, found, key) for words, value, many in counted])


def levels(found: Found, key: str) -> list[Row]:
    """The levels with how many programs each has."""
    counted = [(texts.level(one), one.value, found.facets.level.get(one, 0)) for one in Level]
    return [[_pick("level", words, value, many, found, key)] for words, value, many in counted]


def forms(found: Found, key: str) -> list[Row]:
    """The forms of study with how many programs each has."""
    counted = [(texts.form(one), one.value, found.facets.form.get(one, 0)) for one in StudyForm]
    return [[_pick("form", words, value, many, found, key)] for words, value, many in counted]


def week(asked: Asked, found: Found, key: str) -> list[Row]:
    """The days, any of which may be chosen together."""
    now = mask_of(asked)
    days = []
    for day in range(7):
        is_on = bool(now >> day & 1)
        words = f"{'☑' if is_on else '☐'} {formats.weekday(day)}"
        label = list_texts.facet(words, found.facets.weekdays.get(day, 0), is_more=found.is_more)
        days.append(button(label, Chosen(query=key, what="days", value=f"{now ^ 1 << day}")))
    presets = [
        button(_("Mon–Fri"), Chosen(query=key, what="days", value=f"{WORKDAYS}")),
        button(_("Weekend"), Chosen(query=key, what="days", value=f"{WEEKEND}")),
    ]
    return [presets, *_pairs(days)]


def mask_of(asked: Asked) -> int:
    """The chosen weekdays as bits, or the typed ones; Monday is the first."""
    return sum(1 << day for day in set(asked.weekdays or asked.wish.weekdays))


def times(key: str) -> list[Row]:
    """When lessons may be."""
    choices = []
    for after, before in HOURS:
        first, last = (None if hour is None else hour * 60 for hour in (after, before))
        value = f"{'' if first is None else first}-{'' if last is None else last}"
        choices.append(button(chips.hours(first, last), Chosen(query=key, what="time", value=value)))
    return _pairs(choices)


def ages(known: Known, here: Choose) -> list[Row]:
    """Own children by page, then ages; without children, the way to add one."""
    found = known.children
    if not found:
        return [*_ages(here.query), [button(_("👧 Add my child"), Children())]]
    total = -(-len(found) // FEW)
    page = min(max(here.page, 0), total - 1)
    shown = found[page * FEW : (page + 1) * FEW]
    own = [
        button(chips.child(one.id, known), Chosen(query=here.query, what="child", value=f"{one.id}")) for one in shown
    ]
    arrows = pages(page, total, lambda to: here.model_copy(update={"page": to}))
    return [*_pairs(own), *arrows, *_ages(here.query)]


def _ages(key: str) -> list[Row]:
    return _pairs(
        [
            button(texts.ages(first, last), Chosen(query=key, what="age", value=f"{first}-{last}"))
            for first, last in AGES
        ]
    )


def needs(words: Sequence[tuple[OvzType, str]], here: Choose) -> list[Row]:
    """Kinds of special needs, by page."""
    total = -(-len(words) // NEEDS)
    page = min(max(here.page, 0), total - 1)
    rows = [
        [button(name, Chosen(query=here.query, what="ovz", value=f"{list(OvzType).index(kind)}"))]
        for kind, name in words[page * NEEDS : (page + 1) * NEEDS]
    ]
    return [*rows, *pages(page, total, lambda to: here.model_copy(update={"page": to}))]


def sums(left: Sequence[tuple[str, int]], key: str) -> list[Row]:
    """What the children's certificates have left, then round sums."""
    own = [[button(words, Chosen(query=key, what="total", value=f"{most}"))] for words, most in left]
    round_ones = [
        button(_("up to {money}").format(money=formats.money(most)), Chosen(query=key, what="total", value=f"{most}"))
        for most in SUMS
    ]
    return [*own, *_pairs(round_ones)]


def choice(rows: Sequence[Row], here: Choose) -> tuple[Row, ...]:
    """The choices of a condition, and the way out of it."""
    anything = [button(_("No matter"), Chosen(query=here.query, what=here.what))]
    return (*rows, anything, back(Narrow(query=here.query)))


def orders(here: Order, asked: Asked) -> tuple[Row, ...]:
    """The orders of a list; the nearest first needs a place."""
    rows = []
    for sort in Sort:
        words = f"{'●' if asked.sort is sort else '○'} {sort_name(sort)}"
        needs_place = sort is Sort.DISTANCE and not asked.place
        rows.append([button(words, NearBy(query=here.query) if needs_place else here.model_copy(update={"by": sort}))])
    return (*rows, back(Results(query=here.query, focus=here.focus)))


def own_children(known: Known) -> list[Row]:
    """The first of the family's children under the question what to look for."""
    buttons = [
        button(_("For: {child}").format(child=chips.child(one.id, known)), ForChild(child_id=one.id))
        for one in known.children[:FEW]
    ]
    return [buttons] if buttons else []


def _pick(what: str, words: str, value: str, many: int, found: Found, key: str) -> InlineKeyboardButton:
    return button(list_texts.facet(words, many, is_more=found.is_more), Chosen(query=key, what=what, value=value))


def _pairs(buttons: list[InlineKeyboardButton]) -> list[Row]:
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


COUNTED = {"focus": fields, "level": levels, "form": forms}
"""Conditions whose choices are counted."""
