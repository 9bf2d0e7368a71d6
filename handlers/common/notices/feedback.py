"""Invitations to a survey, worded at sending."""

from datetime import date
from typing import Any

from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen
from handlers.parent.feedback import keyboards, texts
from services.feedback.models import Moment
from services.feedback.rules import questions


def _lessons(data: dict[str, Any]) -> Screen:
    question = questions(Moment.LESSONS)[0]
    text = texts.lessons_invitation(
        contract_id=data["contract"],
        question=question,
        needed=data["needed"],
        last_day=date.fromisoformat(data["last_day"]),
    )
    return Screen(text, keyboards.first_question(data["survey"], question))


def _applying(data: dict[str, Any]) -> Screen:
    question = questions(Moment.APPLYING)[0]
    text = texts.applying_invitation(
        contract_id=data["contract"],
        question=question,
        needed=data["needed"],
        last_day=date.fromisoformat(data["last_day"]),
    )
    return Screen(text, keyboards.first_question(data["survey"], question))


RENDERERS: Renderers = {"survey": _lessons, "survey_applying": _applying}
