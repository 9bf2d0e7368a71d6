"""Whether a certificate is genuine, for anybody who holds its number: nothing of any person is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Certificate, CertificateStatus, UnifiedCertificate
from services.certificates.rules import read_number
from services.core.clock import local_date
from services.core.errors import NotFound
from services.territories.queries import TerritoryView, territory


class Standing(StrEnum):
    """What a certificate is good for on the day of the check."""

    RESERVED = "reserved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    RELEASED = "released"
    CONVERTED = "converted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Service:
    """A service that a certificate gives: its code and name by the act, None where the act has none; person-hours."""

    code: str | None
    name: str | None
    hours: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Genuine:
    """A certificate of this desk: no child, no parent, no club. The term includes both days."""

    number: str
    territory: TerritoryView
    standing: Standing
    services: tuple[Service, ...]
    valid_from: date
    valid_to: date
    checked_at: datetime


async def genuine(session: AsyncSession, typed: str, *, now: datetime) -> Genuine:
    """What stands behind a number that somebody typed or scanned; a unified certificate too.

    Raises Invalid for what cannot be a number, NotFound for one that was never given out: whoever guesses learns
    nothing but this.
    """
    number = read_number(typed)
    found = await _lines(session, Certificate.number == number)
    if not found:
        unified = select(UnifiedCertificate.id).where(UnifiedCertificate.number == number).scalar_subquery()
        found = await _lines(session, Certificate.unified_id == unified)
    if not found:
        raise NotFound("certificate")
    place = await territory(session, found[0].territory_id)
    today = local_date(now, place.timezone)
    is_own = found[0].number == number
    services = tuple(_service(row, place, today, is_own=is_own) for row in found)
    return Genuine(
        number=number,
        territory=place,
        standing=strongest(service.standing for service in services),
        services=services,
        valid_from=min(row.valid_from for row in found),
        valid_to=max(row.valid_to for row in found),
        checked_at=now,
    )


async def _lines(session: AsyncSession, which: ColumnElement[bool]) -> list[Row[Any]]:
    columns = (
        *(Certificate.number, Certificate.territory_id, Certificate.service_code, Certificate.hours),
        *(Certificate.status, Certificate.valid_from, Certificate.valid_to, Certificate.unified_id),
    )
    return list(await session.execute(select(*columns).where(which).order_by(Certificate.id)))


def _service(row: Row[Any], place: TerritoryView, today: date, *, is_own: bool) -> Service:
    named = next((one.name for one in place.pack.services if one.code == row.service_code), None)
    is_replaced = is_own and row.unified_id is not None
    standing = Standing.REPLACED if is_replaced else standing_of(row.status, row.valid_to, today)
    return Service(row.service_code, named, row.hours, standing)


def standing_of(status: CertificateStatus, valid_to: date, today: date) -> Standing:
    """A state on a day: what is kept as in force ends by itself with its last day."""
    live = (CertificateStatus.RESERVED, CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED)
    if status is CertificateStatus.EXPIRED or (status in live and today > valid_to):
        return Standing.ENDED
    return Standing(status.value)


def strongest(standings: Iterable[Standing]) -> Standing:
    """A unified certificate is in force as long as one of its lines is."""
    order = (
        *(Standing.ACTIVE, Standing.SUSPENDED, Standing.RESERVED, Standing.ENDED),
        *(Standing.CONVERTED, Standing.RELEASED, Standing.REPLACED),
    )
    return min(standings, key=order.index)
