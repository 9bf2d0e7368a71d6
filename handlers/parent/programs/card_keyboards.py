"""Buttons under a card and the screens behind it: at most eight rows."""

from collections.abc import Sequence
from urllib.parse import quote

from aiogram.types import InlineKeyboardButton

from handlers.common import ages, formats
from handlers.common.keyboards import back, pages
from handlers.common.screen import Row, button
from handlers.common.words import _, _n
from handlers.parent.certificates.keyboards import JoinList, MyListPlace
from handlers.parent.programs import card_texts, texts
from handlers.parent.programs.buttons import Details, Keep, Lessons, Share, SimilarTo, Watch, to_card
from handlers.parent.programs.facts import CardFacts
from handlers.parent.programs.find_buttons import OfProvider
from handlers.parent.programs.keyboards import Find, GroupCard, Groups, Results
from handlers.parent.programs.texts import cut
from services.programs.queries import GroupView
from services.programs.queries.similar import Similar
from services.programs.queries.wishes import PAGE
from services.programs.rules.openness import Closed

MAP = "https://yandex.ru/maps/"
MAP_ADDRESS = 200
"""Characters of an address in a link."""
FEW = 3
"""Other groups that stand on the card itself; of more there is a list."""
ALIKE_TITLE = 28


def card(facts: CardFacts, here: GroupCard, deed: Row) -> tuple[Row, ...]:
    """``deed`` is the row that applies, empty if there is a reason why not."""
    first = deed or [*_line(facts), *([_wait(facts, here)] if facts.can_wait or facts.asked.is_watched else [])]
    more = [button(_("ℹ️ Details"), _of(Details, here)), _keep(facts, here)]
    links = [
        *([button(_("📅 To my calendar"), Lessons(group_id=facts.view.id))] if facts.is_ahead else []),
        *_map(facts),
    ]
    around = [button(_("↗️ Share"), _of(Share, here))]
    below: list[Row] = []
    if facts.alike:
        around += [_others(facts)] if facts.others else []
        below = alike(facts.alike, here)
    elif len(facts.others) <= FEW:
        around.append(button(_("🔍 Similar"), _of(SimilarTo, here)))
        below = [[_group(one, facts.bars[one.id], here)] for one in facts.others]
    else:
        around.append(button(_("🔍 Similar"), _of(SimilarTo, here)))
        below = [[_others(facts)]]
    return (*(row for row in (first, more, links, around, *below) if row), _from(here))


def groups(shown: Sequence[GroupView], bars: dict[int, Closed | None], here: Groups, total: int) -> tuple[Row, ...]:
    """A page of a program's groups."""
    rows = [[button(card_texts.group_line(one, bars[one.id]), GroupCard(group_id=one.id))] for one in shown]
    arrows = pages(here.page, total, lambda page: Groups(group_id=here.group_id, page=page))
    return (*rows, *arrows, back(GroupCard(group_id=here.group_id)))


def details(here: Details, total: int) -> tuple[Row, ...]:
    """Pages, what else the organiser offers, and back to the card."""
    arrows = pages(here.at, total, lambda at: here.model_copy(update={"at": at}))
    others = [button(_("🏫 Other programs of this organiser"), OfProvider(group_id=here.group_id))]
    return (*arrows, others, back(to_card(here)))


def alike(found: Sequence[Similar], here: GroupCard) -> list[Row]:
    """Other programs, the likest first; each card leads back to the same list."""
    return [
        [button(alike_line(one), to_card(here).model_copy(update={"group_id": one.group_id}))] for one in found[:FEW]
    ]


def alike_line(one: Similar) -> str:
    """«Robotics · 7–10 years · Sat · 3 seats · 1.2 km». A button is plain text."""
    days = ", ".join(formats.weekday(day) for day in range(7) if one.weekdays >> day & 1)
    parts = (
        cut(one.title, ALIKE_TITLE),
        ages.span(one.from_months, one.below_months),
        days,
        texts.seats_left(one.free),
    )
    way = [_("{km} km").format(km=f"{one.km:.1f}")] if one.km is not None else []
    return " · ".join([*(part for part in parts if part), *way])


def page_count(total: int) -> int:
    """Pages of a list of groups."""
    return max(1, -(-total // PAGE))


def _line(facts: CardFacts) -> Row:
    """The way into the waiting list, or to the own place in it; before a child has a place the others may have one."""
    if facts.places:
        first = facts.places[0]
        if first.is_offered:
            return [button(_("🎟 A seat for you"), MyListPlace(entry_id=first.id))]
        return [button(_("⏳ My place: {place}").format(place=first.position), MyListPlace(entry_id=first.id))]
    return [button(_("⏳ Stand in line"), JoinList(group_id=facts.view.id))] if facts.is_full else []


def _wait(facts: CardFacts, here: GroupCard) -> InlineKeyboardButton:
    if facts.asked.is_watched:
        return button(_("🔕 Wait no more"), Watch(**_fields(here), off=True))
    return button(_("🔔 Tell me of a seat"), Watch(**_fields(here)))


def _keep(facts: CardFacts, here: GroupCard) -> InlineKeyboardButton:
    if facts.asked.is_kept:
        return button(_("★ In favourites"), Keep(**_fields(here), off=True))
    return button(_("☆ To favourites"), Keep(**_fields(here)))


def _map(facts: CardFacts) -> Row:
    view = facts.view
    if view.latitude is not None and view.longitude is not None:
        point = f"{view.longitude:.6f},{view.latitude:.6f}"
        return [InlineKeyboardButton(text=_("🗺 On the map"), url=f"{MAP}?pt={point}&z=17")]
    if not view.address:
        return []
    return [InlineKeyboardButton(text=_("🗺 On the map"), url=f"{MAP}?text={quote(view.address[:MAP_ADDRESS])}")]


def _others(facts: CardFacts) -> InlineKeyboardButton:
    many = len(facts.others)
    words = _n("{count} more group", "{count} more groups", many).format(count=many)
    return button(words, Groups(group_id=facts.view.id))


def _group(view: GroupView, closed: Closed | None, here: GroupCard) -> InlineKeyboardButton:
    return button(card_texts.group_line(view, closed), to_card(here).model_copy(update={"group_id": view.id}))


def _from(here: GroupCard) -> Row:
    is_from_list = bool(here.query or here.focus or here.page)
    return back(Results(query=here.query, focus=here.focus, page=here.page) if is_from_list else Find())


def _of(kind: type[GroupCard], here: GroupCard) -> GroupCard:
    return kind(**_fields(here))


def _fields(here: GroupCard) -> dict[str, object]:
    return to_card(here).model_dump()
