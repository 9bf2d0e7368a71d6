"""Everything that this desk counts of a year, by row of the table."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns import queries as campaigns
from services.feedback import queries as feedback
from services.indicators import rules
from services.indicators.queries import kept
from services.indicators.queries.counting import tally
from services.monitoring import queries as monitoring
from services.plan import queries as plan
from services.plan.rules import REGULATION
from services.territories.queries import TerritoryView
from services.territories.rules import IndicatorRow, act_codes

COMPUTED = frozenset(
    (
        *("1.3", "1.4", "1.S", "2.1", "2.4", "3.1", "3.2", "3.2S", "3.3", "3.4", "3.5"),
        *("4.3", "4.4", "4.5", "5.1", "5.2", "5.3"),
    )
)
"""Rows that this desk counts itself; every other row states what will feed it."""
Figures = dict[str, rules.Figure]


async def figures(
    session: AsyncSession,
    territory: TerritoryView,
    first: date,
    last: date,
    *,
    analysed: kept.Analysis | None,
) -> Figures:
    """The figures of the period by row; rows that nobody counts are not there."""
    codes = act_codes(territory.pack)
    found = await tally(session, territory, first, last, codes)
    helped = await kept.supported(session, territory.id, first, last)
    strong = analysed.strong if analysed else None
    return {
        **rules.counts(found, helped),
        **_competition(territory, found, strong),
        **await _acts_amended(session, territory, last),
        **await _campaigns(session, territory, first, last),
        **await _coverage(session, territory, first.year),
        **await _monitoring(session, territory, first, last, found=found),
        **await _voices(session, territory, first, last),
        **await _asking(session, territory, first, last, found=found),
    }


def _competition(territory: TerritoryView, found: rules.Tally, strong: frozenset[str] | None) -> Figures:
    row = printed(territory, "2.4")
    if row is None:
        return {}
    is_share = rules.shape_of(row) is rules.Shape.PERCENT
    return {"2.4": rules.competition(found, strong, is_share=is_share)}


async def _coverage(session: AsyncSession, territory: TerritoryView, year: int) -> Figures:
    """Row 3.2S, if the act has it: what was imported for the year."""
    if printed(territory, "3.2S") is None:
        return {}
    known = await kept.covered(session, territory.id, year)
    if known is None:
        return {"3.2S": rules.Figure(None, "external")}
    return {"3.2S": rules.share(known.children, known.population, reason="external")}


async def _monitoring(
    session: AsyncSession, territory: TerritoryView, first: date, last: date, *, found: rules.Tally
) -> Figures:
    """Rows 4.3–4.5: is monitoring set up, which providers check themselves, how much of the checklists is met."""
    told = Figures()
    if (row := printed(territory, "4.3")) is not None:
        there = await monitoring.is_set_up(session, territory.id, last)
        told["4.3"] = rules.there_is(int(there), base=row.base_value, target=row.target_value, reason="no_monitoring")
    if (row := printed(territory, "4.4")) is not None:
        checking = await monitoring.self_monitors(session, territory.id, first, last)
        is_share = rules.shape_of(row) is rules.Shape.PERCENT
        told["4.4"] = rules.of_providers(len(checking & found.providers), found, is_share=is_share)
    met, counted = await monitoring.conformity(session, territory.id, first, last)
    return {**told, "4.5": rules.share(met, counted, reason="no_visits")}


async def _voices(session: AsyncSession, territory: TerritoryView, first: date, last: date) -> Figures:
    """Row 5.3: how many of those who answered are satisfied."""
    voices = await feedback.satisfaction(session, territory=territory, first=first, last=last)
    return {"5.3": rules.satisfied(voices, territory.policy.survey_min_answers)}


async def _asking(
    session: AsyncSession, territory: TerritoryView, first: date, last: date, *, found: rules.Tally
) -> Figures:
    """Rows 5.1 and 5.2: is there a way to be heard, and whose parents were asked."""
    land, zone, told = territory.id, territory.timezone, Figures()
    if (row := printed(territory, "5.1")) is not None:
        heard = await feedback.asked_before(session, territory_id=land, last=last, zone=zone)
        told["5.1"] = rules.there_is(int(heard), base=row.base_value, target=row.target_value, reason="no_surveys")
    if (row := printed(territory, "5.2")) is not None:
        closed = await feedback.closed_surveys(session, territory_id=land, first=first, last=last, zone=zone)
        is_share = rules.shape_of(row) is rules.Shape.PERCENT
        told["5.2"] = rules.of_providers(len(closed & found.providers), found, is_share=is_share)
    return told


async def _acts_amended(session: AsyncSession, territory: TerritoryView, last: date) -> Figures:
    """Row 2.1, if the act has it: what was marked as done up to the end of the year."""
    row = printed(territory, "2.1")
    if row is None:
        return {}
    done = await plan.progress(session, territory=territory, stage_no=REGULATION, until=last)
    return {"2.1": rules.acts_amended(done, base=row.base_value, target=row.target_value)}


async def _campaigns(session: AsyncSession, territory: TerritoryView, first: date, last: date) -> Figures:
    """Row 3.1, if the act has it: campaigns held in the year."""
    row = printed(territory, "3.1")
    if row is None:
        return {}
    zone = territory.timezone
    held = await campaigns.done_between(session, territory_id=territory.id, first=first, last=last, zone=zone)
    return {"3.1": rules.campaigns_done(held, target=row.target_value)}


def printed(territory: TerritoryView, code: str) -> IndicatorRow | None:
    """The row of the act that is counted so, if it has one."""
    return next((row for row in territory.pack.indicators if row.formula == code), None)
