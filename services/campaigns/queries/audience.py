"""Who is meant by an audience. Other rooms own the tables; only the few columns read here are named."""

from sqlalchemy import ColumnElement, Select, String, and_, column, exists, or_, select, table

from services.campaigns.rules import Audience, Holding, Recipients
from services.core.actor import Role
from services.core.db import BigId, UtcDateTime
from services.core.models import Person
from services.programs.models import Focus
from services.programs.queries import programs_of

_CASE_IS_LIVE = ("registered", "returned", "test", "approved", "awaiting_contract", "enrolled")
_HOLDS = ("reserved", "active")
_NEWS = "news"

_memberships = table(
    "memberships",
    column("person_id", BigId),
    column("territory_id", BigId),
    column("role", String),
    column("provider_id", BigId),
    column("until", UtcDateTime),
)
_applications = table(
    "applications",
    column("id", BigId),
    column("territory_id", BigId),
    column("parent_id", BigId),
    column("program_id", BigId),
    column("status", String),
)
_certificates = table("certificates", column("application_id", BigId), column("status", String))
_opt_outs = table("opt_outs", column("person_id", BigId), column("topic", String))


def wants_no_news() -> ColumnElement[bool]:
    """Whether the person has switched news off."""
    return exists().where(_opt_outs.c.person_id == Person.id, _opt_outs.c.topic == _NEWS)


def people_of(territory_id: int, audience: Audience) -> Select[int]:
    """The persons of an audience.

    Parents are those who chose the territory or have applied there; whoever holds a post is one only by an
    application. Providers are those who speak for a club of the territory.
    """
    if audience.recipients is Recipients.PROVIDERS:
        return select(Person.id).where(_speaks_for_club(territory_id, audience.focus))
    has_applied = _case(territory_id)
    has_post = exists().where(_memberships.c.person_id == Person.id, _memberships.c.until.is_(None))
    meant = [or_(has_applied, and_(Person.territory_id == territory_id, ~has_post))]
    if audience.certificate is not Holding.ANY:
        holds = _holds(territory_id)
        meant.append(holds if audience.certificate is Holding.WITH else ~holds)
    if audience.focus is not None:
        meant.append(_case_of_focus(territory_id, audience.focus))
    return select(Person.id).where(*meant)


def _case(territory_id: int) -> ColumnElement[bool]:
    return exists().where(_applications.c.parent_id == Person.id, _applications.c.territory_id == territory_id)


def _holds(territory_id: int) -> ColumnElement[bool]:
    return exists().where(
        _applications.c.parent_id == Person.id,
        _applications.c.territory_id == territory_id,
        _certificates.c.application_id == _applications.c.id,
        _certificates.c.status.in_(_HOLDS),
    )


def _case_of_focus(territory_id: int, focus: str) -> ColumnElement[bool]:
    found = programs_of(territory_id, Focus(focus)).subquery()
    return exists().where(
        _applications.c.parent_id == Person.id,
        _applications.c.territory_id == territory_id,
        _applications.c.status.in_(_CASE_IS_LIVE),
        _applications.c.program_id.in_(select(found.c.program_id)),
    )


def _speaks_for_club(territory_id: int, focus: str | None) -> ColumnElement[bool]:
    meant = [
        _memberships.c.person_id == Person.id,
        _memberships.c.territory_id == territory_id,
        _memberships.c.role == Role.PROVIDER.value,
        _memberships.c.until.is_(None),
    ]
    if focus is not None:
        found = programs_of(territory_id, Focus(focus), is_published=True).subquery()
        meant.append(_memberships.c.provider_id.in_(select(found.c.provider_id)))
    return exists().where(*meant)
