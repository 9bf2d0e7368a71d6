"""Whether what is said to end is there, and whose it is."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.departures.errors import NothingToLeave
from services.departures.rules import Subject
from services.programs.queries import group, groups_of
from services.providers.queries import provider


async def check_subject(session: AsyncSession, what: Subject, territory_id: int) -> None:
    """The provider is of this territory, the program and the group are the provider's. Raises NothingToLeave."""
    try:
        is_ours = (await provider(session, what.provider_id)).territory_id == territory_id
        if what.group_id is not None:
            is_ours &= (await group(session, what.group_id)).provider_id == what.provider_id
        if what.program_id is not None:
            own = await groups_of(session, what.program_id)
            is_ours &= bool(own) and own[0].provider_id == what.provider_id
    except NotFound as nothing:
        raise NothingToLeave from nothing
    if not is_ours:
        raise NothingToLeave
