"""Reading the register of providers."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.providers.models import Provider, Sector


@dataclass(frozen=True, slots=True)
class ProviderView:
    """A provider as the register tells it to everybody: nothing here is personal.

    A neighbour's catalogue may tell neither ИНН (None) nor a licence (empty).
    """

    id: int
    territory_id: int
    inn: str | None
    name: str
    sector: Sector
    is_npo: bool
    licence: str
    address: str
    ogrn: str = ""
    kind: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""

    @property
    def identity(self) -> str:
        """What tells it from others, once for all branches: ИНН, else ОГРН, else its number here."""
        return self.inn or self.ogrn or f"#{self.id}"


async def provider(session: AsyncSession, provider_id: int) -> ProviderView:
    """One provider. Raises NotFound."""
    found = await _views(session, Provider.id == provider_id)
    if not found:
        raise NotFound("provider")
    return found[0]


async def providers(session: AsyncSession, ids: Iterable[int]) -> dict[int, ProviderView]:
    """Those of the providers that exist, by id, in one statement."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {view.id: view for view in await _views(session, Provider.id.in_(wanted))}


async def provider_by_inn(session: AsyncSession, *, territory_id: int, inn: str) -> ProviderView:
    """The provider of a territory's register with this ИНН. Raises NotFound."""
    found = await _views(
        session, Provider.territory_id == territory_id, Provider.inn == inn, Provider.is_listed.is_(True)
    )
    if not found:
        raise NotFound("provider")
    return found[0]


async def providers_of(session: AsyncSession, territory_id: int) -> list[ProviderView]:
    """The whole register of a territory, by name."""
    return await _views(session, Provider.territory_id == territory_id, Provider.is_listed.is_(True))


async def known_keys(session: AsyncSession, *, territory_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Ids of the providers that stand under these keys of a neighbour, those of an import that is staged too."""
    wanted = sorted(set(keys))
    where = (Provider.territory_id == territory_id, Provider.key.in_(wanted))
    rows = await session.execute(select(Provider.key, Provider.id).where(*where)) if wanted else ()
    return {key: id_ for key, id_ in rows if key is not None}


async def _views(session: AsyncSession, *where: ColumnElement[bool]) -> list[ProviderView]:
    rows = await session.execute(
        select(
            Provider.id,
            Provider.territory_id,
            Provider.inn,
            Provider.name,
            Provider.sector,
            Provider.is_npo,
            Provider.licence,
            Provider.address,
            Provider.ogrn,
            Provider.kind,
            Provider.phone,
            Provider.email,
            Provider.site,
        )
        .where(*where)
        .order_by(Provider.name, Provider.id),
    )
    return [ProviderView(*row) for row in rows]
