"""Groups whose course is over leave the catalogue; what points to them stays readable."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Edition, Offer
from services.programs.queries.shelf import is_live


async def archive_groups(session: AsyncSession, *, territory_id: int, before: date) -> int:
    """Take the territory's groups that ended before a day out of every list; return how many. Twice changes nothing."""
    shown = select(Edition.id).where(Edition.territory_id == territory_id, is_live())
    gone = await session.scalars(
        update(Offer)
        .where(Offer.edition_id.in_(shown), Offer.ends_on < before, Offer.is_withdrawn.is_(False))
        .values(is_withdrawn=True)
        .returning(Offer.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
