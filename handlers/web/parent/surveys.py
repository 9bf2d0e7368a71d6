"""A family's surveys: all questions on one page, own words too, and what came of the surveys before."""

from aiohttp import web

from handlers.common import formats
from handlers.common.errors import sentence
from handlers.common.words import pick
from handlers.parent.feedback import texts
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.core.errors import Invalid
from services.feedback import actions, queries
from services.feedback.rules import templates, times
from services.feedback.rules.templates import REMARK_MOST
from services.territories.queries import territory

BASE = "/my/surveys"
SURVEY = BASE + r"/{survey:\d{1,15}}"
SHOWN = 40
"""Surveys whose results are on the page; the older ones are of other school years."""


async def first(_request: web.Request, touch: Touch) -> Answer:
    """What is asked now, and what was said before by everybody."""
    asked = await queries.open_surveys(touch.session, touch.person, now=touch.now)
    land = touch.person.territory_id
    satisfied = (await territory(touch.session, land)).policy.satisfied_grades if land else ()
    context = {
        "asked": asked,
        "heard": await queries.heard(touch.session, touch.person, satisfied=satisfied, limit=SHOWN),
        "last_day": {one.id: await _last_day(touch, one) for one in asked},
        "month": texts.month,
        "replies": {one.value: pick(one.ru, one.en) for one in templates.replies()},
    }
    return View("parent/surveys.html", context)


async def show(request: web.Request, touch: Touch) -> Answer:
    """One survey with the answers so far."""
    return await _page(request, touch)


async def keep(request: web.Request, touch: Touch) -> Answer:
    """Keep all answers of the page; a refusal keeps what was typed."""
    form = touch.form
    try:
        async with touch.session.begin_nested():
            await actions.answer_all(
                touch.session,
                touch.person,
                survey_id=int(request.match_info["survey"]),
                answers={name[2:]: _value(value) for name, value in form.items() if name.startswith("q-") and value},
                remark=form.get("remark", ""),
                now=touch.now,
            )
    except Invalid as wrong:
        return await _page(request, touch, wrong)
    return Go(BASE)


async def _page(request: web.Request, touch: Touch, wrong: Invalid | None = None) -> View:
    survey = await actions.open_one(
        touch.session, touch.person, survey_id=int(request.match_info["survey"]), now=touch.now
    )
    context = {
        "survey": survey,
        "typed": touch.form if wrong else {},
        "wrong": sentence(wrong) if wrong else "",
        "last_day": await _last_day(touch, survey),
        "most": REMARK_MOST,
        "pick": pick,
    }
    return View("parent/survey.html", context, status=422 if wrong else 200)


async def _last_day(touch: Touch, survey: queries.SurveyView) -> str:
    land = await territory(touch.session, survey.territory_id)
    return formats.day(times.last_day(survey.closes_at, land.timezone))


def _value(typed: str) -> int:
    """The number of an answer; -1, which no question has, for what is none."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 2 else -1


ROUTES = (get(BASE, first), get(SURVEY, show), post(SURVEY, keep))
