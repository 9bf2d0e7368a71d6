"""The cards of one page, read in full."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import Edition, Group, Lesson, Offer
from services.programs.queries.reading import MONTHS
from services.programs.queries.searching.fitting import Fit
from services.programs.queries.searching.shapes import Card
from services.programs.rules import LessonView, nominal

_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_OFFERS = (
    select(
        *(Offer.id, Offer.group_id, Edition.title, Offer.from_months, Offer.below_months, Offer.price),
        *(Edition.is_payable, Offer.hours, Offer.hour_price, Offer.capacity, Group.taken),
        func.coalesce(Group.leaving_since, Offer.closed_on).label("closed_on"),
        Offer.starts_on,
    )
    .join(Edition, Edition.id == Offer.edition_id)
    .join(Group, Group.id == Offer.group_id)
    .where(Offer.id.in_(_IDS))
)
_LESSONS = (
    select(Lesson.offer_id, Lesson.weekday, Lesson.starts_at, Lesson.minutes)
    .where(Lesson.offer_id.in_(_IDS))
    .order_by(Lesson.weekday, Lesson.starts_at, Lesson.id)
)


async def cards(session: AsyncSession, fits: Sequence[Fit], relaxed: tuple[str, ...]) -> tuple[Card, ...]:
    """Cards in the order of ``fits``, in two statements."""
    if not fits:
        return ()
    ids = {"ids": [fit.offer_id for fit in fits]}
    offers = {row.id: row for row in await session.execute(_OFFERS, ids)}
    weeks: dict[int, list[LessonView]] = defaultdict(list)
    for offer_id, weekday, starts_at, minutes in await session.execute(_LESSONS, ids):
        weeks[offer_id].append(LessonView(weekday, starts_at, minutes))
    return tuple(_card(fit, offers[fit.offer_id], tuple(weeks[fit.offer_id]), relaxed) for fit in fits)


def _card(fit: Fit, row: Any, lessons: tuple[LessonView, ...], relaxed: tuple[str, ...]) -> Card:
    return Card(
        program_id=fit.program_id,
        group_id=row.group_id,
        title=row.title,
        age_from=row.from_months // MONTHS,
        age_to=(row.below_months - 1) // MONTHS,
        price=row.price,
        is_payable=row.is_payable,
        nominal=nominal(row.hours, row.hour_price),
        capacity=row.capacity,
        taken=row.taken,
        closed_on=row.closed_on,
        is_open=not fit.best[0],
        starts_on=row.starts_on,
        groups=fit.groups,
        match=fit.match,
        distance_km=fit.distance_km,
        relaxed=relaxed,
        lessons=lessons,
    )
