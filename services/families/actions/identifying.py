"""Writing down that a person was seen."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.families.models import Representative


async def confirm_person(
    session: AsyncSession, person_id: int, *, how: str, by: int | None, full_name: str, now: datetime
) -> None:
    """Somebody saw this very name on a paper: the person is at level 2. Only the identity room calls it.

    ``how`` is ``desk`` or the name of an outside system. Raises NotFound when the person has no details, or has changed
    them meanwhile.
    """
    own = update(Representative).where(Representative.person_id == person_id).returning(Representative.full_name)
    named = (await session.execute(own.values(confirmed_at=now, confirmed_by=by, confirmed_how=how))).one_or_none()
    if named is None or named.full_name != full_name:
        raise NotFound("representative")
