"""Which papers a child's case may need, and which are there: for the child's family, each by their right."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar.queries import add_working_days
from services.core.actor import Actor
from services.families.errors import RightMissing
from services.families.queries.kin import child_ids, footing
from services.families.queries.reading import ChildView, limits
from services.families.queries.sheets import sheet
from services.families.rules import Right, age_on
from services.forms import rules as forms
from services.territories import queries as territories
from services.uploads import queries as uploads
from services.uploads.gateway import Sealed
from services.uploads.queries import PaperView

BRING_DAYS = 7
"""Working days to bring a paper, before a territory is chosen."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One kind of paper: what was uploaded, or by when it was promised to be brought, and when it was.

    ``count`` papers are there; ``papers`` is empty for who may only know that. ``is_asked`` is no for a paper that is
    there though this child, or this representative, is not asked for it any more.
    """

    kind: str
    is_optional: bool
    is_asked: bool
    count: int
    papers: list[PaperView]
    due_on: date | None
    brought_on: date | None


@dataclass(frozen=True, slots=True)
class ChildPapers:
    """All kinds of a child; ``bring_by``: the last day to bring one that is promised today.

    ``may_act``: the actor sends, promises and removes papers.
    """

    child: ChildView
    may_act: bool
    wanted: list[Wanted]
    bring_by: date


async def child_papers(session: AsyncSession, actor: Actor, child_id: int, *, now: datetime) -> ChildPapers:
    """The papers of a child of the actor's family, as far as the actor's right goes. Raises NotFound."""
    own = await footing(session, actor, child_id)
    there = await uploads.of_child(session, child_id)
    promised = {one.kind: one for one in await uploads.promises(session, child_id)}
    asked = {field.code for field in forms.DOCUMENTS.asked(await facts(session, actor, own.child, now=now))}
    wanted = []
    for field in forms.DOCUMENTS.fields:
        same = [paper for paper in there if paper.kind == field.code]
        if field.code in asked or same:
            shown = same if own.may_open else []
            said = promised.get(field.code)
            days = (None, None) if said is None else (said.due_on, said.brought_on)
            wanted.append(Wanted(field.code, field.optional, field.code in asked, len(same), shown, *days))
    return ChildPapers(own.child, own.may_act, wanted, await bring_by(session, actor, now=now))


async def facts(session: AsyncSession, actor: Actor, own: ChildView, *, now: datetime) -> forms.Answers:
    """What is known of a child and decides which questions are asked."""
    today = (await limits(session, actor)).today(now)
    about = await sheet(session, actor.person_id, forms.APPLICANT.code)
    known = {forms.AGE: str(age_on(own.birth_date, today)), forms.CATEGORY: own.category}
    return {**known, forms.RELATION: about.get("relation", "")}


async def bring_by(session: AsyncSession, actor: Actor, *, now: datetime) -> date:
    """The last day to bring a paper: as many working days as the body takes to decide."""
    days = BRING_DAYS
    if actor.territory_id is not None:
        days = (await territories.territory(session, actor.territory_id)).policy.decision_days
    return await add_working_days(session, (await limits(session, actor)).today(now), days)


async def own_paper(session: AsyncSession, actor: Actor, paper_id: int) -> tuple[PaperView, Sealed, bool]:
    """A paper of a child of the actor's family, how to open it, and whether the actor may remove it.

    Raises NotFound, and RightMissing for who may only know that it is there.
    """
    family = list(await session.scalars(child_ids(actor.person_id)))
    paper, lying = await uploads.sealed(session, upload_id=paper_id, child_ids=family)
    own = await footing(session, actor, paper.child_id)
    if not own.may_open:
        raise RightMissing(Right.ACT)
    return paper, lying, own.may_act
