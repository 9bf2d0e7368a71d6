"""What people see: the editions and offers of the import that is live."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.programs.models import Catalogue, Edition, Focus, Offer, ProgramStatus


def is_live(edition: type[Edition] = Edition) -> ColumnElement[bool]:
    """Whether an edition is what people see now of its program: one primary-key look-up of the catalogue."""
    catalogue = aliased(Catalogue)
    live = select(catalogue.live).where(catalogue.territory_id == edition.territory_id).scalar_subquery()
    return and_(edition.since <= live, live < edition.until)


def published_offer(group_id: int) -> Select[Offer]:
    """What is published of a group now."""
    return select(Offer).join(Edition, Edition.id == Offer.edition_id).where(Offer.group_id == group_id, is_live())


def programs_of(territory_id: int, focus: Focus, *, is_published: bool = False) -> Select[int, int]:
    """Ids of the programs of a focus and of their providers, for the queries of the rooms above."""
    meant = [Edition.territory_id == territory_id, Edition.focus == focus, is_live()]
    if is_published:
        meant.append(Edition.status == ProgramStatus.PUBLISHED)
    return select(Edition.program_id, Edition.provider_id).where(*meant)


def with_code(code: str) -> Select[int]:
    """Ids of the programs that count for a service, for the queries of the rooms above."""
    return select(Edition.program_id).where(Edition.service_code == code, is_live())


async def codes_of(session: AsyncSession, programs: Select[int]) -> list[str]:
    """Codes of the services of these programs, in their order."""
    code = Edition.service_code
    found = select(code).where(Edition.program_id.in_(programs), is_live(), code.is_not(None)).distinct()
    return [one for one in await session.scalars(found.order_by(code)) if one is not None]


def groups_of_providers(providers: Collection[int]) -> Select[int]:
    """Ids of the groups that these providers publish, for the queries of the rooms above."""
    return (
        select(Offer.group_id)
        .join(Edition, Edition.id == Offer.edition_id)
        .where(Edition.provider_id.in_(providers), is_live())
    )
