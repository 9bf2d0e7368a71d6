"""The staff file for a parent: with the code that a visitor shows, or from a form signed on paper."""

from dataclasses import dataclass, field

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.words import _
from handlers.web.context import Touch
from handlers.web.views import Answer, View, get, post
from services.certificates.actions import Receipt
from services.core.clock import local_date
from services.core.errors import Invalid, ServiceError
from services.families.queries import ChildView
from services.openings import actions
from services.programs.queries import search, understood
from services.programs.queries.searching.shapes import Card
from services.territories.queries import territory

PARENT, CHILD = ("full_name", "phone"), ("full_name", "birth_date", "snils")


@dataclass
class _Page:
    """What the page shows: what was typed, what was found, what was done."""

    code: str = ""
    words: str = ""
    children: list[ChildView] = field(default_factory=list, repr=False)
    cards: tuple[Card, ...] = ()
    wrong: str = ""
    said: str = ""

    def view(self) -> View:
        return View("staff/assist.html", {"it": self}, status=422 if self.wrong else 200)


async def ask(_request: web.Request, _touch: Touch) -> Answer:
    """The empty page."""
    return _Page().view()


async def find(_request: web.Request, touch: Touch) -> Answer:
    """Clubs by words; with a code, the children of whoever shows it."""
    page = _Page(touch.form.get("code", "")[:40], touch.form.get("words", "")[:100])
    if page.code:
        try:
            children = await actions.visitors_children(touch.session, touch.person, typed=page.code, now=touch.now)
        except Invalid:
            children = None
        page.children, page.wrong = children or [], "" if children else _no_child()
    page.cards = await cards(touch, page.words)
    return page.view()


async def file(_request: web.Request, touch: Touch) -> Answer:
    """File for the visitor: the code is spent."""
    receipt = await actions.file_for_visitor(
        touch.session,
        touch.person,
        typed=touch.form.get("code", "")[:40],
        group_id=_number(touch, "group"),
        child_id=_number(touch, "child"),
        now=touch.now,
    )
    return _Page(said=_said(receipt)).view()


async def file_paper(_request: web.Request, touch: Touch) -> Answer:
    """File from a paper form; what the form does not take is said, and nothing is kept."""
    try:
        async with touch.session.begin_nested():
            receipt = await actions.file_from_paper(
                touch.session,
                touch.person,
                parent={name: touch.form.get(f"parent_{name}", "")[:200] for name in PARENT},
                child={name: touch.form.get(f"child_{name}", "")[:200] for name in CHILD} | {"category": "none"},
                group_id=_number(touch, "group"),
                now=touch.now,
            )
    except ServiceError as refused:
        words = touch.form.get("words", "")[:100]
        return _Page(words=words, cards=await cards(touch, words), wrong=sentence(refused)).view()
    return _Page(said=_said(receipt)).view()


async def cards(touch: Touch, words: str) -> tuple[Card, ...]:
    """Open clubs of the clerk's own territories that suit the words."""
    found: list[Card] = []
    for one in touch.person.staff_territories:
        place = await territory(touch.session, one)
        today = local_date(touch.now, place.timezone)
        wish = await understood(touch.session, territory=place, text=words, today=today)
        if wish is not None:
            shown = await search(touch.session, territory=place, wish=wish, today=today)
            found += [card for card in shown.items if card.is_open]
    return tuple(found)


def _number(touch: Touch, name: str) -> int:
    typed = touch.form.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else 0


def _said(receipt: Receipt) -> str:
    return _("Filed: application No. {number}, decided no later than {day}. Give the parent the number.").format(
        number=receipt.number, day=formats.day(receipt.due_on)
    )


def _no_child() -> str:
    return _("By this code there is no child: it is wrong, used, older than half an hour, or the account is empty.")


ROUTES = (
    get("/staff/assist", ask),
    post("/staff/assist", find),
    post("/staff/assist/file", file),
    post("/staff/assist/paper", file_paper),
)
