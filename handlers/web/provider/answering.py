"""The club's word on the page of an application: a place, a question, a test, or a refusal on a ground."""

from typing import Any

from aiohttp import web

from handlers.common import formats
from handlers.parent.certificates.texts import remark as asked
from handlers.staff.certificates import texts
from handlers.web.context import Touch
from handlers.web.views import Answer, Go, post
from services.certificates import actions
from services.certificates.models import ApplicationStatus
from services.certificates.queries import ProviderCase
from services.certificates.rules.lifecycle import PROVIDER_GROUNDS, Deed, Remark
from services.contracts.actions import accept as accept_place
from services.core.errors import Invalid

CASE = r"/club/cases/{case:\d{1,15}}"


def answers(found: ProviderCase) -> dict[str, Any]:
    """What the club may say now, and what it has asked already."""
    facts = found.facts
    waits = facts.status is ApplicationStatus.RETURNED
    return {
        "can_accept": Deed.ACCEPT in found.may,
        "can_invite": Deed.INVITE in found.may,
        "remarks": [(one.value, texts.remark(one)) for one in Remark] if Deed.RETURN in found.may else [],
        "grounds": [(one.value, texts.ground(one)) for one in PROVIDER_GROUNDS] if Deed.REFUSE in found.may else [],
        "asked": asked(facts.remark) if waits else "",
        "answer_by": formats.day(facts.answer_by) if waits and facts.answer_by is not None else "",
        "club_by": formats.day(facts.club_by) if Deed.ACCEPT in found.may and facts.club_by is not None else "",
    }


async def accept(request: web.Request, touch: Touch) -> Answer:
    """There is a place; where the territory lets the rules approve, the contract is made at once."""
    await accept_place(touch.session, touch.person, application_id=_id(request), now=touch.now)
    return _back(request)


async def clarify(request: web.Request, touch: Touch) -> Answer:
    """Return it to the parent with a remark. Raises Invalid for none."""
    remark = touch.form.get("remark", "")
    if remark not in set(Remark):
        raise Invalid("remark", "choice")
    await actions.clarify(touch.session, touch.person, application_id=_id(request), remark=remark, now=touch.now)
    return _back(request)


async def decline(request: web.Request, touch: Touch) -> Answer:
    """Refuse on a ground of the club's. Raises Invalid for none."""
    ground = touch.form.get("ground", "")
    if ground not in set(PROVIDER_GROUNDS):
        raise Invalid("ground", "choice")
    await actions.refuse_as_club(touch.session, touch.person, application_id=_id(request), ground=ground, now=touch.now)
    return _back(request)


async def invite(request: web.Request, touch: Touch) -> Answer:
    """An entrance test comes first: the longer term begins."""
    await actions.invite(touch.session, touch.person, application_id=_id(request), now=touch.now)
    return _back(request)


def _id(request: web.Request) -> int:
    return int(request.match_info["case"])


def _back(request: web.Request) -> Go:
    return Go(f"/club/cases/{_id(request)}")


ROUTES = (
    post(f"{CASE}/accept", accept),
    post(f"{CASE}/clarify", clarify),
    post(f"{CASE}/decline", decline),
    post(f"{CASE}/invite", invite),
)
