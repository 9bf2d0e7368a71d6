"""Limits and rules of money, each with its act and its days: deeds of the territory's own staff."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import Invalid, NotFound
from services.orders.errors import LimitBelowReserved, PeriodsOverlap
from services.orders.models import Agreement, FocusLimit, FundingPeriod, FundingRule, Model, Split, Unit
from services.orders.rules.money import MOST_COUNT, MOST_MONEY
from services.programs.models import Focus
from services.providers.queries import provider

LONGEST_ACT, LONGEST_NUMBER = 300, 60


@dataclass(frozen=True, slots=True)
class Funding:
    """How certificates are funded; ``nominal`` is a yearly account's, in the unit."""

    model: Model
    unit: Unit
    nominal: int = 0
    split: Split = Split.FIRST_YEAR
    needs_agreement: bool = False


async def set_rule(
    session: AsyncSession, actor: Actor, *, territory_id: int, act: str, days: tuple[date, date], funding: Funding
) -> None:
    """From the first of ``days`` to the last, both included, certificates are funded so, by this act.

    A rule that began earlier ends the day before. Raises Invalid, PeriodsOverlap when a
    later rule begins within the days.
    """
    first, last, act = _told(actor, territory_id, days, act)
    _amount("order_money", funding.nominal, MOST_MONEY)
    later = (FundingRule.territory_id == territory_id, FundingRule.valid_from > first, FundingRule.valid_from <= last)
    if await session.scalar(select(FundingRule.id).where(*later)) is not None:
        raise PeriodsOverlap(first, last)
    await _end_earlier(session, territory_id, first)
    rule = await _rule_from(session, territory_id, first)
    rule.act, rule.valid_to, rule.model, rule.unit = act, last, funding.model, funding.unit
    rule.nominal, rule.split, rule.needs_agreement = funding.nominal, funding.split, funding.needs_agreement
    session.add(rule)
    await session.flush()


async def set_period(
    session: AsyncSession, actor: Actor, *, territory_id: int, act: str, days: tuple[date, date], money: int
) -> None:
    """Give a funding period its money (kopecks); its days lie within one budget year.

    Raises Invalid for days across years, PeriodsOverlap, LimitBelowReserved when more was promised already.
    """
    first, last, act = _told(actor, territory_id, days, act)
    _amount("order_money", money, MOST_MONEY)
    if first.year != last.year:
        raise Invalid("order_days", "years")
    crossing = (FundingPeriod.territory_id == territory_id, FundingPeriod.starts_on <= last)
    rows = await session.scalars(
        select(FundingPeriod).where(*crossing, FundingPeriod.ends_on >= first).with_for_update()
    )
    found = rows.all()
    if any((row.starts_on, row.ends_on) != (first, last) for row in found):
        raise PeriodsOverlap(first, last)
    period = found[0] if found else FundingPeriod(territory_id=territory_id, starts_on=first, money_reserved=0)
    if period.money_reserved > money:
        raise LimitBelowReserved("money", period.money_reserved)
    period.year, period.ends_on, period.act, period.money_limit = first.year, last, act, money
    session.add(period)
    await session.flush()


async def set_focus_limit(
    session: AsyncSession, actor: Actor, *, territory_id: int, year: int, focus: str, act: str, most: int | None
) -> None:
    """The year's order pays for at most so many certificates of a focus: 0 for none, None without a limit.

    Raises Invalid, LimitBelowReserved when more were given already (None is refused then too: the count is kept).
    """
    actor.require_staff(territory_id)
    if focus not in set(Focus):
        raise Invalid("order_focus", "choice")
    act = _line(act, "order_act")
    this = (FocusLimit.territory_id == territory_id, FocusLimit.year == year, FocusLimit.focus == focus)
    limit = await session.scalar(select(FocusLimit).where(*this).with_for_update())
    most = MOST_COUNT if most is None else most
    _amount("order_children", most, MOST_COUNT)
    if limit is None:
        limit = FocusLimit(territory_id=territory_id, year=year, focus=focus, reserved=0)
    if limit.reserved > most:
        raise LimitBelowReserved("children", limit.reserved)
    limit.act, limit.most = act, most
    session.add(limit)
    await session.flush()


async def set_agreement(
    session: AsyncSession,
    actor: Actor,
    *,
    territory_id: int,
    provider_id: int,
    number: str,
    days: tuple[date, date],
    money: int | None,
) -> int:
    """Write an agreement with a provider, new or changed by its number; None is without a sum. Return its id.

    Raises NotAllowed, NotFound (another territory's provider), Invalid, PeriodsOverlap, LimitBelowReserved.
    """
    first, last, number = _told(actor, territory_id, days, number, "order_number")
    _amount("order_money", money or 0, MOST_MONEY)
    await _check_provider(session, territory_id, provider_id)
    theirs = (Agreement.territory_id == territory_id, Agreement.provider_id == provider_id)
    crossing = (Agreement.number != number, Agreement.starts_on <= last, Agreement.ends_on >= first)
    if await session.scalar(select(Agreement.id).where(*theirs, *crossing)) is not None:
        raise PeriodsOverlap(first, last)
    row = await session.scalar(select(Agreement).where(*theirs, Agreement.number == number).with_for_update())
    row = row or _new_agreement(territory_id, provider_id, number)
    if money is not None and row.money_reserved > money:
        raise LimitBelowReserved("money", row.money_reserved)
    row.signed_on = row.signed_on or first
    row.starts_on, row.ends_on, row.money_limit = first, last, money
    session.add(row)
    await session.flush()
    return row.id


def _new_agreement(territory_id: int, provider_id: int, number: str) -> Agreement:
    return Agreement(territory_id=territory_id, provider_id=provider_id, number=number, money_reserved=0)


async def _rule_from(session: AsyncSession, territory_id: int, first: date) -> FundingRule:
    this = (FundingRule.territory_id == territory_id, FundingRule.valid_from == first)
    found = await session.scalar(select(FundingRule).where(*this))
    return found or FundingRule(territory_id=territory_id, valid_from=first)


async def _check_provider(session: AsyncSession, territory_id: int, provider_id: int) -> None:
    if (await provider(session, provider_id)).territory_id != territory_id:
        raise NotFound("provider")


async def _end_earlier(session: AsyncSession, territory_id: int, first: date) -> None:
    before = date.fromordinal(first.toordinal() - 1)
    earlier = (FundingRule.territory_id == territory_id, FundingRule.valid_from < first, FundingRule.valid_to >= first)
    await session.execute(update(FundingRule).where(*earlier).values(valid_to=before))


def _days(days: tuple[date, date]) -> tuple[date, date]:
    if days[0] > days[1]:
        raise Invalid("order_days", "reversed")
    return days


def _amount(field: str, amount: int, most: int) -> None:
    if amount < 0:
        raise Invalid(field, "negative")
    if amount > most:
        raise Invalid(field, "range")


def _told(
    actor: Actor, territory_id: int, days: tuple[date, date], text: str, field: str = "order_act"
) -> tuple[date, date, str]:
    """The days and the act (or the number) of a deed of the actor's own territory. Raises NotAllowed, Invalid."""
    actor.require_staff(territory_id)
    return *_days(days), _line(text, field)


def _line(text: str, field: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > (LONGEST_NUMBER if field == "order_number" else LONGEST_ACT):
        raise Invalid(field, "format")
    return plain
