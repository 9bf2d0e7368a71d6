"""The two sides agree: the provider by a press (a confirmation, not a signature), the parent by a one-time code."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates import actions as certificates
from services.contracts import rules
from services.contracts.actions.signers import require_level, require_named
from services.contracts.errors import NotYourTurn, SignTermOver
from services.contracts.models import Contract, ContractStatus
from services.contracts.queries import ContractView, document_of, own_contract, provider_contract
from services.contracts.rules import Side
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import Stale
from services.documents.rules import digest
from services.families.queries import people_of
from services.notices.actions import put
from services.programs.queries import group
from services.signing import actions as signing
from services.signing.actions import Mark
from services.signing.models import SignatureKind
from services.signing.rules import CodeCheck, IssuedCode, Paper
from services.staff.queries import people_of_provider
from services.territories.queries import territory

PRESSED = "press of a button in the bot"
CODE = "one-time code"


@dataclass(frozen=True, slots=True)
class SignResult:
    """What became of the parent's code. ``contract`` is None when the code was not accepted; ``check`` says why.

    ``first_lesson_at`` is known when the contract is in force and the group has a lesson ahead.
    """

    ok: bool
    check: CodeCheck
    contract: ContractView | None = None
    certificate_number: str | None = None
    first_lesson_at: datetime | None = None


async def agree_as_provider(session: AsyncSession, actor: Actor, *, contract_id: int, now: datetime) -> ContractView:
    """The provider confirms the contract: «подтверждено в боте», never a signature (63-FZ). The parent is told.

    Raises NotFound for another provider's contract, NotYourTurn before the parent who signs first, SignTermOver when
    the parent could not sign any more, Stale for a second press.
    """
    contract = await provider_contract(session, actor, contract_id)
    _expect(contract, Side.PROVIDER)
    if contract.first_side is Side.PROVIDER:
        _check_term(contract, now)
    agreed, lesson = await _agree(session, contract, Side.PROVIDER, now)
    await _sign(session, actor, agreed, Side.PROVIDER, now)
    if agreed.status is ContractStatus.IN_FORCE:
        people = await people_of(session, agreed.child_id, agreed.parent_id)
        await _tell_in_force(session, agreed, Side.PARENT, people, lesson)
    else:
        await put(session, people=[agreed.parent_id], kind="contract_ready", data=_told(agreed), now=now)
    return agreed


async def ask_code(session: AsyncSession, actor: Actor, *, contract_id: int, now: datetime) -> IssuedCode:
    """Make a one-time code for the parent's own contract, by the territory's policy of tries and minutes.

    Raises NotFound, NotYourTurn before the provider has confirmed, Stale once signed, SignTermOver, TooManyCodes,
    LevelTooLow.
    """
    contract = await own_contract(session, actor, contract_id)
    await _expect_signer(session, actor, contract)
    _check_term(contract, now)
    policy = (await territory(session, contract.territory_id)).policy
    return await signing.issue_code(
        session,
        actor,
        paper=_paper(contract),
        term=timedelta(minutes=policy.code_minutes),
        tries=policy.code_tries,
        now=now,
    )


async def sign_as_parent(
    session: AsyncSession,
    actor: Actor,
    *,
    contract_id: int,
    code: str,
    now: datetime,
) -> SignResult:
    """Try the typed code; a right one is the parent's simple electronic signature (63-FZ, articles 6 and 9).

    The code is checked against the digest of the stored text, not of what is written beside it. A wrong code is an
    answer: the caller commits the spent try. Raises NotFound, NotYourTurn, Stale, and Invalid("code") for what is
    not six digits.
    """
    contract = await own_contract(session, actor, contract_id)
    await _expect_signer(session, actor, contract)
    check = await _try_code(session, actor, contract.id, code, now)
    if not check.ok:
        return SignResult(ok=False, check=check)
    agreed, lesson = await _agree(session, contract, Side.PARENT, now)
    await _sign(session, actor, agreed, Side.PARENT, now)
    await _tell_provider(session, agreed, lesson, now)
    return SignResult(
        ok=True,
        check=check,
        contract=agreed,
        certificate_number=agreed.facts.certificate,
        first_lesson_at=lesson,
    )


async def _expect_signer(session: AsyncSession, actor: Actor, contract: ContractView) -> None:
    """It is the parent's turn, and the actor is the one who is named and known well enough."""
    require_named(actor, contract)
    _expect(contract, Side.PARENT)
    await require_level(session, actor, (await territory(session, contract.territory_id)).policy.level_sign)


async def _try_code(session: AsyncSession, actor: Actor, contract_id: int, code: str, now: datetime) -> CodeCheck:
    text = await session.scalar(select(Contract.text).where(Contract.id == contract_id))
    paper = Paper(document_of(contract_id), digest(text or ""))
    return await signing.check_code(session, actor, paper=paper, code=code, now=now)


async def _tell_provider(session: AsyncSession, agreed: ContractView, lesson: datetime | None, now: datetime) -> None:
    people = await people_of_provider(session, agreed.provider_id)
    if agreed.status is ContractStatus.IN_FORCE:
        await _tell_in_force(session, agreed, Side.PROVIDER, people, lesson)
    else:
        told = {**_told(agreed), "first_side": agreed.first_side.value}
        await put(session, people=people, kind="contract_to_confirm", data=told, now=now)


def _expect(contract: ContractView, side: Side) -> None:
    """Raise NotYourTurn before the first side agreed, Stale when this side has agreed or the contract is over."""
    if contract.turn is side:
        return
    agreed_at = contract.provider_agreed_at if side is Side.PROVIDER else contract.parent_agreed_at
    if contract.status is ContractStatus.DRAFT and agreed_at is None:
        raise NotYourTurn
    raise Stale("contract")


def _check_term(contract: ContractView, now: datetime) -> None:
    if local_date(now, contract.zone) > contract.sign_by:
        raise SignTermOver(contract.sign_by)


async def _agree(
    session: AsyncSession,
    contract: ContractView,
    side: Side,
    now: datetime,
) -> tuple[ContractView, datetime | None]:
    """Move the contract one step by a guarded UPDATE; the second agreement puts it into force.

    Returns the contract and the start of its first lesson. Raises Stale when another press was first.
    """
    change: dict[str, Any] = {f"{side}_agreed_at": now, "status": ContractStatus.OFFERED}
    lesson: datetime | None = None
    if contract.status is ContractStatus.OFFERED:
        begun, lesson = await _beginning(session, contract, now)
        change |= begun
    moved = await session.execute(
        update(Contract)
        .where(Contract.id == contract.id, Contract.status == contract.status)
        .values(**change)
        .returning(Contract.id)
        .execution_options(synchronize_session=False),
    )
    if moved.scalar_one_or_none() is None:
        raise Stale("contract")
    agreed = replace(contract, **change)
    if agreed.status is ContractStatus.IN_FORCE:
        await certificates.activate(session, application_id=contract.application_id, now=now)
    return agreed, lesson


async def _beginning(
    session: AsyncSession,
    contract: ContractView,
    now: datetime,
) -> tuple[dict[str, Any], datetime | None]:
    """What changes when the contract comes into force, and when its first lesson starts."""
    wanted = await group(session, contract.group_id)
    starts_on = max(wanted.starts_on, local_date(now, contract.zone))
    if starts_on > contract.ends_on:
        raise Stale("contract")
    lesson = rules.next_lesson(wanted.lessons, starts_on, contract.ends_on, now, contract.zone)
    change = {
        "status": ContractStatus.IN_FORCE,
        "in_force_at": now,
        "starts_on": starts_on,
        "first_lesson_ends_at": lesson[1] if lesson else None,
    }
    return change, lesson[0] if lesson else None


async def _sign(session: AsyncSession, actor: Actor, contract: ContractView, side: Side, now: datetime) -> None:
    is_parent = side is Side.PARENT
    kind = SignatureKind.SIMPLE if is_parent else SignatureKind.CONFIRMED_IN_BOT
    mark = Mark(_paper(contract), actor.person_id, side.value, kind, CODE if is_parent else PRESSED)
    await signing.put_signature(session, mark, now=now)


def _paper(contract: ContractView) -> Paper:
    return Paper(document_of(contract.id), contract.digest)


def _told(contract: ContractView) -> dict[str, Any]:
    return {
        "contract_id": contract.id,
        "application_id": contract.application_id,
        "sign_by": contract.sign_by.isoformat(),
        "child_id": contract.child_id,
    }


async def _tell_in_force(
    session: AsyncSession,
    contract: ContractView,
    side: Side,
    people: list[int],
    lesson: datetime | None,
) -> None:
    """Tell the side that agreed first; ``in_force_at`` is the moment of the deed."""
    told = {
        **_told(contract),
        "to": side.value,
        "certificate": contract.facts.certificate,
        "starts_on": contract.starts_on.isoformat(),
        "first_lesson": lesson.isoformat() if lesson else None,
    }
    if contract.in_force_at is not None:
        await put(session, people=people, kind="contract_in_force", data=told, now=contract.in_force_at)
