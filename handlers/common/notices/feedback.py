"""Invitations to a survey and what came of it, worded at sending."""

from datetime import date
from typing import Any

from handlers.common.keyboards import home
from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen, button
from handlers.common.words import _, _n
from handlers.parent.complaints.keyboards import Write
from handlers.parent.feedback import keyboards, texts
from handlers.provider.feedback.keyboards import ClubVoices
from services.feedback.models import Moment
from services.feedback.rules import templates


def _invitation(data: dict[str, Any], *, again: bool = False) -> Screen:
    moment = Moment(data.get("moment", Moment.LESSONS))
    surveys = [tuple(one) for one in data.get("surveys", [[data.get("survey"), data.get("contract")]])]
    key = templates.questions()[templates.key_question(moment.subject)]
    text = texts.invitation(
        moment=moment,
        contracts=[contract for _survey, contract in surveys],
        question=key,
        needed=data["needed"],
        last_day=date.fromisoformat(data["last_day"]),
        again=again,
    )
    return Screen(text, keyboards.first_question(surveys, key))


def _applying(data: dict[str, Any]) -> Screen:
    return _invitation({"moment": Moment.APPLYING, **data})


def _reminder(data: dict[str, Any]) -> Screen:
    return _invitation(data, again=True)


def _results(data: dict[str, Any]) -> Screen:
    return Screen(texts.results(data["results"]), ([button(_("💬 Question or complaint"), Write())], home()))


def _reply(data: dict[str, Any]) -> Screen:
    text = texts.reply(contract=data["contract"], period=data["period"], ready=data["reply"], more=data["more"])
    return Screen(text, ([button(_("💬 Question or complaint"), Write())], home()))


def _club(data: dict[str, Any]) -> Screen:
    text = _(
        "The answers of families of {month} are counted: how satisfied they are with your lessons, beside the middle "
        "of all clubs of the territory. Nobody sees single answers. You can answer all these families in one tap."
    ).format(month=texts.month(data["period"]))
    seen = ClubVoices(provider_id=data["provider"], period=data["period"])
    return Screen(text, ([button(_("See and answer"), seen)], home()))


def _alarm(data: dict[str, Any]) -> Screen:
    question = templates.questions()[data["question"]]
    text = _n(
        "In the survey of a club {count} family gave an answer that must not be.",
        "In the survey of a club {count} families gave an answer that must not be.",
        data["said"],
    ).format(count=data["said"])
    ask = _(
        "Question: “{question}” Answer: “{answer}”. The club and its other figures are on the page of surveys, result "
        "No. {number}. Who said it is not known; ask the club, or look there yourself."
    ).format(question=texts.asked(question), answer=texts.said(question, question.alarm or 0), number=data["result"])
    return Screen(f"{text}\n\n{ask}", (home(),))


RENDERERS: Renderers = {
    "survey": _invitation,
    "survey_applying": _applying,
    "survey_reminder": _reminder,
    "survey_results": _results,
    "survey_reply": _reply,
    "survey_club": _club,
    "survey_alarm": _alarm,
}
