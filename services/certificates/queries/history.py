"""The whole history of a case on one screen: every step, with the rules that it rested on, and what the staff added."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStatus, ApplicationStep, CaseMark, MarkKind
from services.certificates.queries.cases import case_facts
from services.certificates.rules.eligibility import Verdict, verdicts_of
from services.certificates.rules.lifecycle import Deed, Party
from services.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history. Of a step: ``deed``, ``status`` and what it rested on; of a mark: ``mark``.

    ``person_id`` is None for the desk itself; ``other_id`` is who was given the case. ``verdicts`` are what every rule
    said at that moment, with its version and the value it was applied to; empty where nothing was judged.
    """

    at: datetime
    party: Party
    person_id: int | None
    deed: Deed | None = None
    status: ApplicationStatus | None = None
    code: str | None = None
    is_late: bool | None = None
    verdicts: tuple[Verdict, ...] = ()
    mark: MarkKind | None = None
    other_id: int | None = None
    text: str | None = field(default=None, repr=False)


async def history(session: AsyncSession, actor: Actor, application_id: int) -> list[Event]:
    """All that happened to a case of the actor's own territory, the oldest first. Raises NotFound."""
    await case_facts(session, actor, application_id)
    steps = await session.scalars(
        select(ApplicationStep).where(ApplicationStep.application_id == application_id).order_by(ApplicationStep.id)
    )
    marks = await session.scalars(
        select(CaseMark).where(CaseMark.application_id == application_id).order_by(CaseMark.id)
    )
    events = [*map(_of_step, steps), *map(_of_mark, marks)]
    return sorted(events, key=lambda one: one.at)


def _of_step(step: ApplicationStep) -> Event:
    return Event(
        at=step.at,
        party=Party(step.party),
        person_id=step.person_id,
        deed=Deed(step.deed),
        status=step.status,
        code=step.code,
        is_late=step.is_late,
        verdicts=verdicts_of(step.applied),
    )


def _of_mark(mark: CaseMark) -> Event:
    return Event(mark.at, Party.BODY, mark.person_id, mark=mark.kind, other_id=mark.other_id, text=mark.text)
