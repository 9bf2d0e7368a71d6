"""A child goes over to another program: asked by the family, done whole with the approval of the new application."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.applying import Receipt, Wish, file
from services.certificates.actions.moving import By, Moved, move_one, own_case
from services.certificates.errors import AlreadyApplied, SameProgram
from services.certificates.models import LIVE, Application, ApplicationStatus, Certificate, CertificateStatus
from services.certificates.rules.lifecycle import Deed
from services.core.actor import Actor
from services.core.db import refused_by_database
from services.core.errors import Stale
from services.notices.actions import put
from services.orders.actions import give_back
from services.orders.errors import NothingHeld
from services.programs.actions import free_seat
from services.programs.queries import group
from services.staff.queries import people_of_provider
from services.territories.queries import territory

REASON = "the child has gone over to another program"


async def ask_transfer(
    session: AsyncSession, actor: Actor, *, application_id: int, group_id: int, now: datetime
) -> Receipt:
    """Ask that an enrolled child goes over to a group of another program; both clubs and the body are told.

    Until the approval nothing is changed: the child attends the old group. Raises NotFound, RightMissing, Stale when
    the child is not enrolled, SameProgram, AlreadyApplied when it was asked already, and what ``actions.apply`` raises.
    """
    own = await own_case(session, actor, application_id)
    columns = (Application.child_id, Application.program_id, Application.provider_id, Application.status)
    old = (await session.execute(select(*columns).where(*own))).one()
    if old.status is not ApplicationStatus.ENROLLED:
        raise Stale("application")
    wanted = await group(session, group_id)
    if wanted.program_id == old.program_id:
        raise SameProgram
    if asked := await session.scalar(select(Application.id).where(Application.transfer_of == application_id, LIVE)):
        raise AlreadyApplied(asked)
    wish = Wish(wanted, await territory(session, wanted.territory_id), old.child_id, transfer_of=application_id)
    twice = AlreadyApplied(application_id)
    with refused_by_database({"uq_applications_transfer": twice, "applications.transfer_of": twice}):
        receipt = await file(session, actor, wish, now=now)
    people = await people_of_provider(session, old.provider_id)
    await put(session, people=people, kind="transfer_asked", data={"number": application_id}, now=now)
    return receipt


async def leave_old(session: AsyncSession, decided: Moved, by: By, deed: Deed) -> None:
    """The old case of an approved transfer ends: its seat is free, what was not rendered goes back to the child.

    Only an approval does it: an offer that is renewed had ended it before. Raises Stale when the child is not enrolled
    there any more: then nothing of the transfer happens.
    """
    if decided.transfer_of is None or deed is not Deed.APPROVE:
        return
    left = await move_one(session, Deed.TRANSFER, by, Application.id == decided.transfer_of)
    await session.execute(
        update(Certificate)
        .where(Certificate.application_id == left.id)
        .values(status=CertificateStatus.RELEASED, suspended_till=None)
        .execution_options(synchronize_session=False)
    )
    with suppress(NothingHeld):  # all of it is rendered and paid: there is no rest to move
        await give_back(session, case_id=left.id, reason=REASON, actor_id=by.person_id, now=by.now)
    await free_seat(session, left.group_id)
    people = await people_of_provider(session, left.provider_id)
    await put(session, people=people, kind="transfer_left", data={"number": left.id}, now=by.now)
