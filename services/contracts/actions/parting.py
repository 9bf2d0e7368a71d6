"""Somebody leaves a family: what they had begun goes on in the name of who stays; what they signed stays theirs."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.parting import hand_over as hand_over_cases
from services.contracts import rules
from services.contracts.models import Contract, ContractStatus
from services.contracts.queries import document_of
from services.core.actor import Actor
from services.documents.rules import digest
from services.families.actions import end_share, pass_on
from services.families.queries import heirs, joined_by, representative
from services.notices.actions import put
from services.signing.actions import set_aside
from services.staff.queries import people_of_provider
from services.uploads import actions as uploads


async def part(session: AsyncSession, actor: Actor, *, share_id: int, now: datetime) -> None:
    """Remove somebody from the family of an own child, or leave one. At once: nobody has to agree. Raises NotFound."""
    child_id, gone, stays = await end_share(session, actor, share_id=share_id, now=now)
    await _hand_over(session, child_id=child_id, gone=gone, stays=stays, now=now)


async def pass_family_on(session: AsyncSession, person_id: int, *, now: datetime) -> set[int]:
    """Before a person's data are destroyed: children with another adult who may sign are theirs; return their ids."""
    passed = set()
    for child_id, heir in (await heirs(session, person_id)).items():
        if await pass_child(session, child_id=child_id, gone=person_id, heir=heir, now=now):
            passed.add(child_id)
    return passed


async def pass_child(session: AsyncSession, *, child_id: int, gone: int, heir: int, now: datetime) -> bool:
    """The child, all cases and papers are another adult's now; False if they have the same child on their own."""
    if not await pass_on(session, child_id=child_id, heir=heir, now=now):
        return False
    await _hand_over(session, child_id=child_id, gone=gone, stays=heir, now=now, everything=True)
    return True


async def leave_families(session: AsyncSession, person_id: int, *, now: datetime) -> set[int]:
    """Before a person's data are destroyed: cases of others' children stay with their family; return the children."""
    joined = await joined_by(session, person_id)
    for child_id, stays in joined.items():
        await put(session, people=[stays], kind="family_left", data={"child_id": child_id}, now=now)
        await _hand_over(session, child_id=child_id, gone=person_id, stays=stays, now=now, everything=True)
    return set(joined)


async def _hand_over(
    session: AsyncSession, *, child_id: int, gone: int, stays: int, now: datetime, everything: bool = False
) -> None:
    await hand_over_cases(session, child_id=child_id, gone=gone, stays=stays, everything=everything)
    await uploads.pass_on(session, person_id=gone, child_id=child_id, to=stays)
    waiting = (ContractStatus.DRAFT, ContractStatus.OFFERED)
    rows = await session.scalars(
        select(Contract).where(
            Contract.child_id == child_id,
            Contract.parent_id == gone,
            Contract.status.in_(waiting),
            Contract.parent_agreed_at.is_(None),
        )
    )
    for contract in list(rows):
        await _remake(session, contract, stays, now)


async def _remake(session: AsyncSession, contract: Contract, stays: int, now: datetime) -> None:
    """The same contract with another side: new bytes, so the club confirms anew; its first mark stays on record."""
    own = await representative(session, stays)
    if own is None:
        return  # nobody to name yet: the contract waits, and ends with its term
    facts = replace(rules.load(contract.facts), parent=own.full_name, phone=own.phone)
    text = rules.text_of(facts, template=contract.template)
    document = document_of(contract.id)
    await set_aside(session, document=document, digest=contract.digest)
    change = {"parent_id": stays, "facts": rules.dump(facts), "text": text, "digest": digest(text)}
    again = {"status": ContractStatus.DRAFT, "provider_agreed_at": None}
    await session.execute(update(Contract).where(Contract.id == contract.id).values(**change, **again))
    told = {
        "contract_id": contract.id,
        "application_id": contract.application_id,
        "sign_by": contract.sign_by.isoformat(),
        "first_side": contract.first_side,
    }
    people = await people_of_provider(session, contract.provider_id)
    await put(session, people=people, kind="contract_to_confirm", data=told, now=now)
