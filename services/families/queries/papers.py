"""Which papers a child's case may need, and which are there: for the child's own parent."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.core.actor import Actor
from services.families.queries.reading import ChildView, children, limits, own_child
from services.families.queries.sheets import sheet
from services.families.rules import age_on
from services.forms import rules as forms
from services.territories import queries as territories
from services.uploads import queries as uploads
from services.uploads.gateway import Sealed
from services.uploads.queries import PaperView

BRING_DAYS = 7
"""Working days to bring a paper, before a territory is chosen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of paper: what was uploaded, or by when it was promised to be brought."""

    kind: str
    is_optional: bool
    papers: list[PaperView]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ChildPapers:
    """All kinds of a child; ``bring_by``: the last day to bring one that is promised today."""

    child: ChildView
    wanted: list[Wanted]
    bring_by: date


async def child_papers(session: AsyncSession, actor: Actor, child_id: int, *, now: datetime) -> ChildPapers:
    """The papers of one of the actor's own children. Raises NotFound."""
    own = await own_child(session, actor, child_id)
    there = await uploads.of_child(session, child_id)
    promised = {one.kind: one.due_on for one in await uploads.promises(session, child_id)}
    asked = forms.DOCUMENTS.asked(await facts(session, actor, own, now=now))
    wanted = [
        Wanted(
            field.code,
            field.optional,
            [paper for paper in there if paper.kind == field.code],
            promised.get(field.code),
        )
        for field in asked
    ]
    return ChildPapers(own, wanted, await bring_by(session, actor, now=now))


async def facts(session: AsyncSession, actor: Actor, own: ChildView, *, now: datetime) -> forms.Answers:
    """What is known of a child and decides which questions are asked."""
    today = (await limits(session, actor)).today(now)
    about = await sheet(session, actor, forms.APPLICANT.code)
    known = {forms.AGE: str(age_on(own.birth_date, today)), forms.CATEGORY: own.category}
    return {**known, forms.RELATION: about.get("relation", "")}


async def bring_by(session: AsyncSession, actor: Actor, *, now: datetime) -> date:
    """The last day to bring a paper: as many working days as the body takes to decide."""
    days = BRING_DAYS
    if actor.territory_id is not None:
        days = (await territories.territory(session, actor.territory_id)).policy.decision_days
    return await add_working_days(session, (await limits(session, actor)).today(now), days)


async def own_paper(session: AsyncSession, actor: Actor, paper_id: int) -> tuple[PaperView, Sealed]:
    """One paper of the actor's own children, and how to open it. Raises NotFound."""
    own = [child.id for child in await children(session, actor)]
    return await uploads.sealed(session, upload_id=paper_id, child_ids=own)
