"""A child goes over to another program: asked by the family, done whole with the approval of the new application."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.actions.applying import Assistant, Receipt, Wish, file
from services.certificates.actions.moving import By, Moved, move_one, own_case
from services.certificates.actions.quitting import quit_place
from services.certificates.errors import AlreadyApplied, SameProgram, TooManyApplications
from services.certificates.models import LIVE, Application, ApplicationStatus
from services.certificates.rules.lifecycle import Deed
from services.core.actor import Actor
from services.core.db import refused_by_database
from services.core.errors import Stale
from services.notices.actions import put
from services.programs.queries import GroupView
from services.staff.queries import people_of_provider

REASON = "the child has gone over to another program"


async def ask_transfer(
    session: AsyncSession, actor: Actor, wish: Wish, *, now: datetime, assistant: Assistant | None = None
) -> Receipt:
    """Ask that an enrolled child goes over to a group of another program; both clubs and the body are told.

    ``wish.transfer_of`` is the enrolled case, which tells the child. Until the approval nothing is changed: the child
    attends the old group. Only the rooms above call it, behind their gates. Raises NotFound, RightMissing, Stale when
    the child is not enrolled, SameProgram, AlreadyApplied when it was asked already, and what ``file`` raises.
    """
    number = wish.transfer_of or 0
    old = await _enrolled(session, actor, number, wish.group)
    twice = AlreadyApplied(number)
    try:
        with refused_by_database({"uq_applications_transfer": twice, "applications.transfer_of": twice}):
            receipt = await file(session, actor, replace(wish, child_id=old.child_id), now=now, assistant=assistant)
    except TooManyApplications as limit:  # of two at once the other was first: that is why
        await _require_unasked(session, number, cause=limit)
        raise
    people = await people_of_provider(session, old.provider_id)
    await put(session, people=people, kind="transfer_asked", data={"number": number}, now=now)
    return receipt


async def _enrolled(session: AsyncSession, actor: Actor, application_id: int, wanted: GroupView) -> Any:
    """The case that would end. Raises NotFound, RightMissing, Stale, SameProgram, AlreadyApplied."""
    own = await own_case(session, actor, application_id)
    columns = (Application.child_id, Application.program_id, Application.provider_id, Application.status)
    old = (await session.execute(select(*columns).where(*own))).one()
    if old.status is not ApplicationStatus.ENROLLED:
        raise Stale("application")
    if wanted.program_id == old.program_id:
        raise SameProgram
    await _require_unasked(session, application_id)
    return old


async def _require_unasked(session: AsyncSession, application_id: int, *, cause: Exception | None = None) -> None:
    asked = await session.scalar(select(Application.id).where(Application.transfer_of == application_id, LIVE))
    if asked is not None:
        raise AlreadyApplied(asked) from cause


async def leave_old(session: AsyncSession, decided: Moved, by: By, deed: Deed) -> None:
    """The old case of an approved transfer ends: its seat is free, what was not rendered goes back to the child.

    Only an approval does it: an offer that is renewed had ended it before. Raises Stale when the child is not enrolled
    there any more: then nothing of the transfer happens.
    """
    if decided.transfer_of is None or deed is not Deed.APPROVE:
        return
    left = await move_one(session, Deed.TRANSFER, by, Application.id == decided.transfer_of)
    await quit_place(session, left, by, REASON)
    people = await people_of_provider(session, left.provider_id)
    await put(session, people=people, kind="transfer_left", data={"number": left.id}, now=by.now)
