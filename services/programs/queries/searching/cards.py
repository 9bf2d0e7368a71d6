"""The cards of one page, read in full."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Edition, Group, Offer
from services.programs.queries.reading import MONTHS, lessons_of
from services.programs.queries.searching.fitting import Fit
from services.programs.queries.searching.shapes import Card
from services.programs.rules import nominal


async def cards(session: AsyncSession, fits: Sequence[Fit], relaxed: tuple[str, ...]) -> tuple[Card, ...]:
    """Cards in the order of ``fits``, in two statements."""
    if not fits:
        return ()
    rows = await session.execute(
        select(
            *(Offer.id, Edition.title, Offer.from_months, Offer.below_months, Offer.price, Edition.is_payable),
            *(Offer.hours, Offer.hour_price, Offer.capacity, Group.taken, Offer.closed_on, Offer.starts_on),
        )
        .join(Edition, Edition.id == Offer.edition_id)
        .join(Group, Group.id == Offer.group_id)
        .where(Offer.id.in_([fit.best.offer_id for fit in fits])),
    )
    offers = {row.id: row for row in rows}
    weeks = await lessons_of(session, [fit.best.group_id for fit in fits])
    listed = []
    for fit in fits:
        row = offers[fit.best.offer_id]
        listed.append(
            Card(
                program_id=fit.program_id,
                group_id=fit.best.group_id,
                title=row.title,
                age_from=row.from_months // MONTHS,
                age_to=(row.below_months - 1) // MONTHS,
                price=row.price,
                is_payable=row.is_payable,
                nominal=nominal(row.hours, row.hour_price),
                capacity=row.capacity,
                taken=row.taken,
                closed_on=row.closed_on,
                is_open=not fit.best.is_shut,
                starts_on=row.starts_on,
                groups=fit.groups,
                match=fit.match,
                distance_km=fit.distance_km,
                relaxed=relaxed,
                lessons=weeks.get(fit.best.group_id, ()),
            )
        )
    return tuple(listed)
