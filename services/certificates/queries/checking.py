"""Before several cases are approved at once: which of them are ordinary, and why the others are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import UNDECIDED
from services.certificates.queries.cases import case
from services.certificates.queries.views import StaffCase
from services.certificates.rules import lifecycle
from services.certificates.rules.eligibility import Verdict
from services.certificates.rules.lifecycle import Deed, Party
from services.certificates.rules.ordinary import Bars, bars
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Checked:
    """A case and what keeps it from being approved with the others; ``doubts`` are the rules that do not admit it."""

    found: StaffCase
    bars: Bars
    doubts: tuple[Verdict, ...]

    @property
    def is_ordinary(self) -> bool:
        """Nothing speaks against it."""
        return not self.bars and not self.doubts


async def checked(session: AsyncSession, actor: Actor, numbers: Sequence[int], *, now: datetime) -> list[Checked]:
    """Those of the cases that are the actor's to decide, in the order asked; others' are left out as if not there."""
    cases = []
    for number in numbers:
        try:
            cases.append(_judged(await case(session, actor, number, now=now), actor, now))
        except NotFound:
            continue
    return cases


def _judged(found: StaffCase, actor: Actor, now: datetime) -> Checked:
    facts, policy = found.facts, found.territory.policy
    today = local_date(now, found.territory.timezone)
    barred = bars(
        can_be_approved=facts.status in lifecycle.sources(Deed.APPROVE, Party.BODY),
        is_undecided=facts.status in UNDECIDED,
        waits_for_club=found.turn.turn is Party.PROVIDER and found.turn.by is not None and today <= found.turn.by,
        assignee=facts.assignee_id,
        proposer=facts.proposed_by,
        four_eyes=bool(policy.approval_four_eyes),
        me=actor.person_id,
    )
    return Checked(found, barred, tuple(one for one in found.verdicts if not one.fits))
