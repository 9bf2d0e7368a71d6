"""The clerk's deed: an approved application becomes a certificate and a contract that waits for its two sides."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.certificates import actions as certificates
from services.certificates.actions import Approval
from services.certificates.errors import SecondPersonNeeded
from services.certificates.queries import unified_number
from services.contracts import rules
from services.contracts.actions.leaving import end_early
from services.contracts.errors import NoRepresentative
from services.contracts.models import Contract, ContractStatus
from services.contracts.queries import ContractView, view_of
from services.contracts.rules import Facts, Side
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import ServiceError
from services.documents.rules import digest
from services.families.queries import child, people_of, representative
from services.notices.actions import put
from services.programs.queries import GroupView, group
from services.providers.queries import ProviderView, provider
from services.staff.queries import people_of_provider
from services.territories.queries import TerritoryView, territory


async def approve(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> ContractView:
    """Approve an application: the seat and the order's volume are reserved, the certificate and the contract are made.

    The side that agrees first is asked at once, the parent is told in any case (189-FZ, article 20). Raises what
    ``certificates.actions.approve`` raises, and NoRepresentative when the parent has given no full name.
    """
    async with session.begin_nested():
        approval = await certificates.approve(session, actor, application_id=application_id, now=now)
        return await offer(session, approval, now)


async def decide(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> ContractView | None:
    """Approve; where the territory asks for two persons, the first one proposes it, and None is returned.

    Raises what :func:`approve` raises, SecondPersonNeeded when the first one comes again.
    """
    try:
        return await approve(session, actor, application_id=application_id, now=now)
    except SecondPersonNeeded as needed:
        if needed.is_own:
            raise
    await certificates.propose(session, actor, application_id=application_id, now=now)
    return None


async def accept(session: AsyncSession, actor: Actor, *, application_id: int, now: datetime) -> ContractView | None:
    """The club has a place for the child. Where the territory lets the rules approve, the contract is made at once.

    None when a clerk is to decide. Raises what ``certificates.actions.accept`` raises.
    """
    await certificates.accept(session, actor, application_id=application_id, now=now)
    try:
        async with session.begin_nested():
            approval = await certificates.approve_by_rule(session, application_id=application_id, now=now)
            return None if approval is None else await offer(session, approval, now)
    except ServiceError:  # no seat, no money, no name of the parent: the rule refuses nothing, a person will decide
        return None


async def offer(session: AsyncSession, approval: Approval, now: datetime) -> ContractView:
    """Make the contract of an approved application and ask its sides; the one in whose place it comes ends.

    Raises NoRepresentative.
    """
    wanted = await group(session, approval.group_id)
    place = await territory(session, wanted.territory_id)
    today = local_date(now, place.timezone)
    sign_by = await add_working_days(session, today, place.policy.sign_days)
    if approval.transfer_of is not None:
        await end_early(session, application_id=approval.transfer_of, today=today)
    facts = await _gather(session, approval, wanted, place, days=(today, sign_by))
    contract = await _make(session, approval, facts, wanted, now)
    await _tell(session, contract, facts, now)
    return view_of(contract)


async def _gather(
    session: AsyncSession,
    approval: Approval,
    wanted: GroupView,
    place: TerritoryView,
    *,
    days: tuple[date, date],
) -> Facts:
    """All facts of the text but its number; ``days`` are the day of making and the last day for the signature."""
    parent = await representative(session, approval.parent_id)
    if parent is None:
        raise NoRepresentative
    pupil = await child(session, approval.child_id)
    club = await provider(session, approval.provider_id)
    return Facts(
        number=0,
        made_on=days[0],
        sign_by=days[1],
        **_facts_of_territory(place),
        **_facts_of_group(wanted),
        **_facts_of_provider(club),
        parent=parent.full_name,
        phone=parent.phone,
        child=pupil.full_name,
        birth=pupil.birth_date,
        hours=approval.hours,
        ends_on=approval.valid_to,
        certificate=approval.number,
        cost=approval.nominal,
    )


def _facts_of_provider(club: ProviderView) -> dict[str, Any]:
    return {
        "provider": club.name,
        "inn": club.inn or rules.NOT_NAMED,
        "licence": club.licence or rules.NOT_NAMED,
        "provider_address": club.address,
    }


def _facts_of_territory(place: TerritoryView) -> dict[str, Any]:
    act = place.pack.act
    return {
        "zone": place.timezone.key,
        "territory_ru": place.short_ru,
        "territory_en": place.short_en,
        "level": place.level.value,
        "authority": place.authority,
        "act_type": act.type,
        "act_number": act.number,
        "act_date": act.date,
        "is_project": place.is_project,
        "order": place.policy.signing_order.value,
    }


def _facts_of_group(wanted: GroupView) -> dict[str, Any]:
    return {
        "program": wanted.title,
        "focus": wanted.focus.value,
        "form": wanted.form.value,
        "group": wanted.group_title,
        "starts_on": wanted.starts_on,
        "lessons": tuple((lesson.weekday, lesson.starts_at, lesson.minutes) for lesson in wanted.lessons),
        "place": wanted.address,
        "service_code": wanted.service_code,
    }


async def _make(session: AsyncSession, approval: Approval, facts: Facts, wanted: GroupView, now: datetime) -> Contract:
    """Write the contract. Its number is its row's, so the text is put in within the same transaction."""
    contract = Contract(
        application_id=approval.application_id,
        certificate_id=approval.certificate_id,
        territory_id=wanted.territory_id,
        provider_id=approval.provider_id,
        parent_id=approval.parent_id,
        child_id=approval.child_id,
        group_id=approval.group_id,
        service_code=wanted.service_code,
        template=rules.TEMPLATE,
        text="",
        digest="",
        facts="",
        first_side=rules.FIRST_SIDE[facts.order].value,
        status=ContractStatus.DRAFT,
        made_at=now,
        sign_by=facts.sign_by,
        starts_on=max(facts.starts_on, facts.made_on),
        ends_on=facts.ends_on,
    )
    session.add(contract)
    await session.flush()
    numbered = replace(facts, number=contract.id)
    contract.facts = rules.dump(numbered)
    contract.text = rules.text_of(numbered)
    contract.digest = digest(contract.text)
    await session.flush()
    return contract


async def _tell(session: AsyncSession, contract: Contract, facts: Facts, now: datetime) -> None:
    told = {
        "contract_id": contract.id,
        "application_id": contract.application_id,
        "sign_by": contract.sign_by.isoformat(),
        "first_side": contract.first_side,
    }
    if contract.first_side == Side.PROVIDER:
        people = await people_of_provider(session, contract.provider_id)
        await put(session, people=people, kind="contract_to_confirm", data=told, now=now)
    money = {"certificate": facts.certificate, "nominal": facts.cost, "child_id": contract.child_id}
    if unified := await unified_number(session, contract.certificate_id):
        money["unified"] = unified
    family = await people_of(session, contract.child_id, contract.parent_id)
    for people, signs in (([contract.parent_id], True), ([one for one in family if one != contract.parent_id], False)):
        data = told | money | {"signs": signs}
        await put(session, people=people, kind="application_approved", data=data, now=now)
