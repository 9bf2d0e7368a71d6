"""A clerk looks for a case by what the parent has at hand: its number, or the child's СНИЛС."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application
from services.certificates.queries.cases import COLUMNS, OPEN, lines_of
from services.certificates.queries.views import Facts, Line
from services.core.actor import Actor
from services.families.queries import children_with_snils

MOST = 20
SNILS_DIGITS = 11
LONGEST_NUMBER = 15


async def search(session: AsyncSession, actor: Actor, text: str) -> list[Line]:
    """Cases of the clerk's own territories, the newest first; nothing for what is neither a number nor a СНИЛС."""
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdecimal())
    if not digits or any(sign.isalpha() for sign in text):
        return []
    wanted: ColumnElement[bool]
    if len(digits) == SNILS_DIGITS:
        wanted = Application.child_id.in_(await children_with_snils(session, digits))
    elif len(digits) <= LONGEST_NUMBER:
        wanted = Application.id == int(digits)
    else:
        return []
    rows = await session.execute(
        select(*COLUMNS)
        .where(wanted, OPEN, Application.territory_id.in_(actor.staff_territories))
        .order_by(Application.id.desc())
        .limit(MOST),
    )
    facts = [Facts(*row) for row in rows]
    return (await lines_of(session, facts, 0, len(facts))).items
