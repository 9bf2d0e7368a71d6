"""A paper that was promised lies on the desk: a clerk writes it down, and nobody waits for it any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions import look
from services.certificates.actions.answering import answer_with_papers
from services.certificates.queries.cases import case_facts
from services.core.actor import Actor
from services.core.clock import local_date
from services.families.queries import people_of
from services.notices.actions import put
from services.territories.queries import territory
from services.uploads import actions as uploads
from services.uploads.queries import promises


async def bring_paper(session: AsyncSession, actor: Actor, *, application_id: int, kind: str, now: datetime) -> None:
    """Mark a promised paper of a case of the clerk's own territory as brought; the family is told, the journal has it.

    With the last one that was awaited, cases of the child that were returned for a paper run on. Raises NotFound for a
    foreign case and for what nobody promised, Stale for what was brought before.
    """
    facts = await case_facts(session, actor, application_id)
    today = local_date(now, (await territory(session, facts.territory_id)).timezone)
    await uploads.bring(session, child_id=facts.child_id, kind=kind, by=actor.person_id, today=today)
    what = f"application:{facts.number}"
    await look(session, actor, subject_id=facts.parent_id, what=what, why="brought", now=now)
    waiting = [one for one in await promises(session, facts.child_id) if one.brought_on is None]
    runs_on = not waiting and await answer_with_papers(session, actor, child_id=facts.child_id, now=now)
    people = await people_of(session, facts.child_id, facts.parent_id)
    data = {"number": facts.number, "child_id": facts.child_id, "waiting": len(waiting), "runs_on": runs_on}
    await put(session, people=people, kind="paper_brought", data=data, now=now)
