"""Own children, and the forms as pages: the same fields, checks and drafts as the dialogue in the chat."""

from aiohttp import web

from handlers.common.children import called
from handlers.common.errors import sentence
from handlers.common.words import current
from handlers.parent.certificates.texts import before_filing
from handlers.parent.families import questions
from handlers.web.context import Touch
from handlers.web.parent.cases import page_of
from handlers.web.views import Answer, Go, View, get, paged, post
from services.certificates.queries import Need, need
from services.core.errors import Invalid, NotFound
from services.families import actions, queries
from services.families.actions import Step
from services.families.errors import ChildAlreadyAdded, OutOfAge
from services.families.rules import PERSONAL_DATA, Right
from services.forms.rules import SHEETS, form
from services.territories.queries import territory

SAID_ABOVE = (Invalid, OutOfAge, ChildAlreadyAdded)
"""Refusals of one answer: their sentence stands above the question, what was typed stays in it."""


async def children(request: web.Request, touch: Touch) -> Answer:
    """Own children and the way to add one."""
    known = await queries.children(touch.session, touch.person)
    family = await queries.family_children(touch.session, touch.person)
    where = await queries.standing(touch.session, touch.person)
    group = group_of(request, touch)
    lacking = await _lacking(touch) if group else None
    return View(
        "parent/children.html",
        {
            "found": paged(known, page_of(request)),
            "called": called,
            "joined": [one for one in family if one.parent_id != touch.person.person_id],
            "acts": {one.id for one in await queries.family_children(touch.session, touch.person, Right.ACT)},
            "where": where,
            "group": group,
            "lacking": before_filing(lacking) if lacking is not None else "",
            "ground": queries.purpose(PERSONAL_DATA).words(current()),
        },
    )


async def _lacking(touch: Touch) -> Need | None:
    """What filing will ask for is said before anything is typed."""
    if touch.person.territory_id is None:
        return None
    place = await territory(touch.session, touch.person.territory_id)
    return await need(touch.session, touch.person, place, now=touch.now)


async def proceed(request: web.Request, touch: Touch) -> Answer:
    """On to whatever is next on the way to a child."""
    step = await actions.advance(touch.session, touch.person, now=touch.now)
    return Go(path_of(step, group_of(request, touch)))


async def ask(request: web.Request, touch: Touch) -> Answer:
    """One question of a form."""
    at = request.match_info
    step = await actions.ask(touch.session, touch.person, form=at["form"], field=at["field"], now=touch.now)
    return _question(step, group_of(request, touch), typed=step.answers.get(step.field, ""))


async def answer(request: web.Request, touch: Touch) -> Answer:
    """Take an answer; a refused one stays in its field with a sentence above it."""
    at, group, typed = request.match_info, group_of(request, touch), touch.form.get("answer", "")
    try:
        step = await actions.answer(
            touch.session, touch.person, form=at["form"], field=at["field"], text=typed, now=touch.now
        )
    except SAID_ABOVE as refused:
        step = await actions.ask(touch.session, touch.person, form=at["form"], field=at["field"], now=touch.now)
        return _question(step, group, typed=typed, wrong=sentence(refused))
    return Go("/my/sheets" if step.saved and form(at["form"]) in SHEETS else path_of(step, group))


def _question(step: Step, group: int, *, typed: str, wrong: str = "") -> View:
    shape = form(step.form)
    field, asked = shape.field(step.field), shape.asked(step.answers)
    before = shape.before(step.field, step.answers)
    choices = [(code, questions.choice_words(shape.code, step.field, code)) for code in field.offered(step.answers)]
    question, _line, help_ = questions.asked_words(shape.code, step.field).partition("\n")
    home = "/my/sheets" if shape in SHEETS else "/my/children"
    context = {
        "title": questions.TITLES[shape.code](),
        "field": field,
        "choices": choices,
        "question": question,
        "help": help_,
        "typed": typed,
        "wrong": wrong,
        "number": asked.index(field) + 1,
        "total": len(asked),
        "back": f"/my/form/{step.form}/{before.code}?group={group}" if before is not None else home,
        "group": group,
    }
    return View("parent/question.html", context, status=422 if wrong else 200)


def path_of(step: Step, group: int) -> str:
    """The page of a step."""
    if step.consent is not None:
        return f"/my/consent/{step.consent}?group={group}"
    if step.form:
        return f"/my/form/{step.form}/{step.field}?group={group}"
    if step.child is not None:
        return f"/my/children/{step.child.id}/nickname?group={group}"
    return "/my/children"


def group_of(request: web.Request, touch: Touch) -> int:
    """The group that waits for the child; 0 is none. Raises NotFound for what is no number."""
    asked = touch.form.get("group") or request.query.get("group", "0")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 16):
        raise NotFound("group")
    return int(asked)


ROUTES = (
    get("/my/children", children),
    post("/my/children/add", proceed),
    get("/my/form/{form}/{field}", ask),
    post("/my/form/{form}/{field}", answer),
)
