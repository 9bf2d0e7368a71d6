"""Keeping the register of providers."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import refused_by_database
from services.core.errors import Invalid
from services.identifiers import rules as identifiers
from services.providers.errors import ProviderKnown
from services.providers.models import Provider, Sector


@dataclass(frozen=True, slots=True)
class NewProvider:
    """What the register needs to know; a licence is the basis of registration (plans of the acts, row 5.1)."""

    territory_id: int
    inn: str
    name: str
    sector: Sector
    is_npo: bool
    licence: str
    address: str


async def add_provider(session: AsyncSession, new: NewProvider) -> int:
    """Enter a provider into a territory's register; return its id.

    Raises Invalid for an ИНН with wrong check digits, a blank name or a blank licence, and ProviderKnown if the
    register already has this ИНН: providers are counted by ИНН, so branches are not entered apart.
    """
    inn = identifiers.inn(new.inn)
    name, licence = new.name.strip(), new.licence.strip()
    if not name:
        raise Invalid("name", "blank")
    if not licence:
        raise Invalid("licence", "blank")
    row = Provider(
        territory_id=new.territory_id,
        inn=inn,
        name=name,
        sector=new.sector,
        is_npo=new.is_npo,
        licence=licence,
        address=new.address.strip(),
    )
    session.add(row)
    known = ProviderKnown(inn)
    with refused_by_database({"uq_providers_territory_id_inn": known, "providers.inn": known}):
        await session.flush()
    return row.id
