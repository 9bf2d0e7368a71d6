"""The parent reads the contract and signs it with a code that comes to the telephone."""

from datetime import timedelta

from aiohttp import web
from markupsafe import Markup

from handlers.common.errors import sentence
from handlers.common.words import _, current
from handlers.parent.contracts import texts
from handlers.parent.contracts.signers import other_signer
from handlers.web.context import DESK, Touch
from handlers.web.views import Answer, File, Go, View, get, post
from services.access import actions as access
from services.contracts import actions, queries
from services.contracts.queries import ContractView
from services.core.errors import Invalid
from services.families.queries import representative
from services.territories.queries import territory

HERE = r"/my/contracts/{contract:\d{1,15}}"


async def read(request: web.Request, touch: Touch) -> Answer:
    """The main things, the whole text, and who has agreed so far."""
    contract = await queries.own_contract(touch.session, touch.person, _id(request))
    paper = await queries.text_of(touch.session, touch.person, contract.id)
    other = await other_signer(touch.session, touch.person, contract, touch.now)
    signer = await representative(touch.session, contract.parent_id) if other else None
    context = {
        "contract": contract,
        "text": Markup(texts.reading(contract, touch.now, other=other)),  # noqa: S704 (texts escape every foreign value)
        "signer": signer.full_name if signer is not None else "",
        "paper": paper,
        "translation": paper.translation if current() == "en" else "",
        "can_sign": contract.signs(touch.person, touch.now),
    }
    return View("parent/contract.html", context)


async def keep(request: web.Request, touch: Touch) -> Answer:
    """The very bytes that both sides hold."""
    contract = await queries.own_contract(touch.session, touch.person, _id(request))
    paper = await queries.text_of(touch.session, touch.person, contract.id)
    return File(f"contract-{contract.id}.txt", paper.text.encode(), "text/plain")


async def ask_code(request: web.Request, touch: Touch) -> Answer:
    """Make a code and send it to the telephone of the contract; only a trial desk shows it."""
    contract = await queries.own_contract(touch.session, touch.person, _id(request))
    issued = await actions.ask_code(touch.session, touch.person, contract_id=contract.id, now=touch.now)
    if request.app[DESK].trial_forms:
        return _signing(contract, shown=issued.code)
    signer = await representative(touch.session, touch.person.person_id)
    if signer is not None:
        policy = (await territory(touch.session, contract.territory_id)).policy
        words = _("Code {code} signs contract No. {number}. Tell it to nobody.").format(
            code=issued.code, number=contract.id
        )
        await access.put_text(
            touch.session,
            person_id=touch.person.person_id,
            phone=signer.phone,
            words=words,
            now=touch.now,
            term=timedelta(minutes=policy.code_minutes),
        )
    return Go(f"/my/contracts/{contract.id}/sign")


async def sign(request: web.Request, touch: Touch) -> Answer:
    """Where the code is typed."""
    return _signing(await queries.own_contract(touch.session, touch.person, _id(request)))


async def take_code(request: web.Request, touch: Touch) -> Answer:
    """Try the code. A wrong one spends a try and stays on the page."""
    typed = touch.form.get("code", "")
    contract = await queries.own_contract(touch.session, touch.person, _id(request))
    try:
        result = await actions.sign_as_parent(
            touch.session, touch.person, contract_id=contract.id, code=typed, now=touch.now
        )
    except Invalid as no_code:
        return _signing(contract, wrong=sentence(no_code))
    if result.contract is None:
        return _signing(contract, wrong=texts.not_accepted(contract, result.check))
    return Go(f"/my/contracts/{contract.id}")


def _signing(contract: ContractView, *, shown: str = "", wrong: str = "") -> View:
    context = {"contract": contract, "shown": shown, "wrong": Markup(wrong)}  # noqa: S704 (texts escape foreign values)
    return View("parent/sign.html", context, status=422 if wrong else 200)


def _id(request: web.Request) -> int:
    return int(request.match_info["contract"])


ROUTES = (
    get(HERE, read),
    get(f"{HERE}/file", keep),
    post(f"{HERE}/code", ask_code),
    get(f"{HERE}/sign", sign),
    post(f"{HERE}/sign", take_code),
)
