"""Correcting a child's data: every field on one page, with what is known in it."""

from aiohttp import web

from handlers.common.errors import sentence
from handlers.parent.families import questions
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, View, get, post
from services.certificates.actions import follow_birth_date
from services.core.errors import Invalid
from services.families import actions
from services.families.errors import ChildAlreadyAdded, ConsentMissing, OutOfAge
from services.forms.rules import CHILD

HERE = r"/my/children/{child:\d{1,15}}/correct"


async def ask(request: web.Request, touch: Touch) -> Answer:
    """What is known, to be corrected."""
    known = await actions.child_answers(touch.session, touch.person, child_id=_id(request))
    return _page(known)


async def correct(request: web.Request, touch: Touch) -> Answer:
    """Keep the corrected data; a wrong value stays in its field with a sentence above all."""
    known = await actions.child_answers(touch.session, touch.person, child_id=_id(request))
    typed = {code: touch.form.get(code, value) for code, value in known.items()}
    try:
        async with touch.session.begin_nested():
            await actions.correct_child(
                touch.session, touch.person, child_id=_id(request), answers=typed, now=touch.now
            )
            await follow_birth_date(touch.session, child_id=_id(request), now=touch.now)
    except (Invalid, OutOfAge, ChildAlreadyAdded, ConsentMissing) as refused:
        return _page(typed, wrong=sentence(refused), field=refused.field if isinstance(refused, Invalid) else "")
    return Go("/my/data")


def _page(values: dict[str, str], *, wrong: str = "", field: str = "") -> View:
    fields = [
        (
            one.code,
            questions.label("child", one.code),
            [(code, questions.CHOICES["child", one.code, code]()) for code in one.choices],
        )
        for one in CHILD.fields
    ]
    context = {"fields": fields, "values": values, "wrong": wrong, "wrong_field": field}
    return View("parent/correct.html", context, status=422 if wrong else 200)


def _id(request: web.Request) -> int:
    return int(request.match_info["child"])


ROUTES = (get(HERE, ask), post(HERE, correct))
