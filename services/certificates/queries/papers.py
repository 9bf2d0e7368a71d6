"""A case's papers for the clerk who decides it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries.cases import case_facts
from services.core.actor import Actor
from services.families.queries.sheets import of_case
from services.uploads import queries as uploads
from services.uploads.gateway import Sealed
from services.uploads.queries import PaperView, PromiseView


async def case_papers(
    session: AsyncSession, actor: Actor, application_id: int
) -> tuple[list[PaperView], list[PromiseView]]:
    """What was uploaded and what was promised for the child of a case of the clerk's own territory. Raises NotFound."""
    facts = await case_facts(session, actor, application_id)
    return await uploads.of_child(session, facts.child_id), await uploads.promises(session, facts.child_id)


async def case_sheets(session: AsyncSession, actor: Actor, application_id: int) -> dict[str, dict[str, str]]:
    """Answers to the other forms about a case's parent and child, by form. Raises NotFound."""
    facts = await case_facts(session, actor, application_id)
    return await of_case(session, parent_id=facts.parent_id, child_id=facts.child_id)


async def case_paper(
    session: AsyncSession, actor: Actor, application_id: int, paper_id: int
) -> tuple[int, PaperView, Sealed]:
    """Whose paper it is, the paper, and how to open it. Raises NotFound for a foreign case and for a foreign paper."""
    facts = await case_facts(session, actor, application_id)
    paper, lying = await uploads.sealed(session, upload_id=paper_id, child_ids=[facts.child_id])
    return facts.parent_id, paper, lying
