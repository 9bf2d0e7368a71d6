"""Programs like one that has no seat: the same field and ages, near in words or in place, with seats today."""

from dataclasses import dataclass
from datetime import date
from math import cos, hypot, radians
from typing import Any

from sqlalchemy import Row, Select, column, select
from sqlalchemy import text as text_clause
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import INDEX, Edition, Group, Offer, SearchWord
from services.programs.queries.reading import GroupView
from services.programs.queries.telling import takes_children
from services.programs.rules.words import read, tokens

MOST = 3
LOOKED_AT = 80
"""Groups of which the likest are chosen: by words, and by place."""
RAREST, ENOUGH = 3, 200
"""Words of the title that are looked for, those that the fewest programs have («шахматы», not «программа»), until so
many programs have one of them."""
KM_A_DEGREE = 111.2
NEAR_DEGREES = 0.15
"""Some sixteen kilometres to the north."""
_HAVING = {
    "sqlite": f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :words",  # noqa: S608 (a constant)
    "postgresql": f"SELECT rowid FROM {INDEX} WHERE title @@ CAST(:words AS tsquery)",  # noqa: S608 (a constant)
}


@dataclass(frozen=True, slots=True)
class Similar:
    """Another program by the best of its groups; ``weekdays`` is a mask, Monday is 1.

    Ages in months, as in ``GroupView``; ``km`` is None where a place is unknown.
    """

    program_id: int
    group_id: int
    title: str
    from_months: int
    below_months: int
    free: int
    weekdays: int
    km: float | None


async def similar(session: AsyncSession, view: GroupView, *, today: date, most: int = MOST) -> list[Similar]:
    """Up to ``most`` programs like the group's own, the likest first; two statements, three if its words find few.

    The same territory and field, ages that overlap, a free seat that one can apply for ``today``.
    """
    words = await _rarest(session, view)
    rows = list(await session.execute(_by_words(session, view, words, today))) if words else []
    if len({row.program_id for row in rows}) < most:
        rows += await session.execute(_nearby(view, today))
    lemmas = _lemmas(view.title)
    rows.sort(key=lambda row: (-_likeness(view, lemmas, row), row.starts_on, row.group_id))
    best = {row.program_id: row for row in reversed(rows)}
    return [_similar(view, row) for row in sorted(best.values(), key=rows.index)[:most]]


async def _rarest(session: AsyncSession, view: GroupView) -> list[str]:
    """Words of the title that other programs have too: the rarest, and the next ones only if those find few."""
    known = (
        select(SearchWord.lemma, SearchWord.programs)
        .where(SearchWord.territory_id == view.territory_id, SearchWord.lemma.in_(_lemmas(view.title)))
        .where(SearchWord.programs > 1)
        .order_by(SearchWord.programs, SearchWord.lemma)
        .limit(RAREST)
    )
    words: list[str] = []
    many = 0
    for lemma, programs in await session.execute(known):
        if many < ENOUGH:
            words.append(lemma)
        many += programs
    return words


def _by_words(session: AsyncSession, view: GroupView, words: list[str], today: date) -> Select[*tuple[Any, ...]]:
    dialect = session.get_bind().dialect.name
    if dialect == "sqlite":
        sought = "{title} : (" + " OR ".join(f'"{word}"' for word in words) + ")"
    else:
        sought = " | ".join(f"'{word}'" for word in words)
    having = text_clause(_HAVING[dialect]).bindparams(words=sought).columns(column("rowid"))
    return _open_others(view, today).where(Edition.id.in_(having)).limit(LOOKED_AT)


def _nearby(view: GroupView, today: date) -> Select[*tuple[Any, ...]]:
    """Those within some kilometres; where the place is unknown, any."""
    others = _open_others(view, today)
    if view.latitude is not None and view.longitude is not None:
        east = NEAR_DEGREES / max(cos(radians(view.latitude)), NEAR_DEGREES)
        others = others.where(
            Edition.latitude.between(view.latitude - NEAR_DEGREES, view.latitude + NEAR_DEGREES),
            Edition.longitude.between(view.longitude - east, view.longitude + east),
        )
    return others.limit(LOOKED_AT)


def _open_others(view: GroupView, today: date) -> Select[*tuple[Any, ...]]:
    """Groups of other programs of the same territory and field, for overlapping ages, that take children."""
    return (
        select(
            *(Edition.program_id, Edition.title, Edition.latitude, Edition.longitude, Edition.address),
            *(Offer.group_id, Offer.from_months, Offer.below_months, Offer.weekdays, Offer.starts_on),
            (Offer.capacity - Group.taken).label("free"),
        )
        .join(Offer, Offer.edition_id == Edition.id)
        .join(Group, Group.id == Offer.group_id)
        .where(Edition.territory_id == view.territory_id, Edition.focus == view.focus)
        .where(Edition.program_id != view.program_id)
        .where(Offer.from_months < view.below_months, Offer.below_months > view.from_months)
        .where(takes_children({today: [view.territory_id]}))
    )


def _likeness(view: GroupView, lemmas: frozenset[str], row: Row[Any]) -> float:
    """Shared words of the title weigh most, then nearness, then the ages."""
    others = _lemmas(row.title)
    words = len(lemmas & others) / max(1, min(len(lemmas), len(others)))
    km = _km(view, row)
    near = float(row.address == view.address) if km is None else 1 / (1 + km / 3)
    shared = min(view.below_months, row.below_months) - max(view.from_months, row.from_months)
    return 3 * words + near + float(shared) / (view.below_months - view.from_months)


def _lemmas(title: str) -> frozenset[str]:
    """Normal forms of what a title says; prepositions say nothing."""
    said = [read(token) for token in tokens(title)]
    return frozenset(form for forms, is_service in said if not is_service for form in forms)


def _km(view: GroupView, row: Row[Any]) -> float | None:
    """On the plane: it is a matter of a town."""
    if view.latitude is None or view.longitude is None or row.latitude is None or row.longitude is None:
        return None
    east = (row.longitude - view.longitude) * cos(radians(view.latitude))
    return KM_A_DEGREE * float(hypot(row.latitude - view.latitude, east))


def _similar(view: GroupView, row: Row[Any]) -> Similar:
    return Similar(
        program_id=row.program_id,
        group_id=row.group_id,
        title=row.title,
        from_months=row.from_months,
        below_months=row.below_months,
        free=row.free,
        weekdays=row.weekdays,
        km=_km(view, row),
    )
