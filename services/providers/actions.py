"""Keeping the register of providers: by hand, and from a neighbour's catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import refused_by_database
from services.core.errors import Invalid
from services.identifiers import rules as identifiers
from services.providers.errors import ProviderKnown
from services.providers.models import Provider, Sector
from services.providers.queries import known_keys
from services.providers.rules import is_npo, sector_of


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


@dataclass(frozen=True, slots=True)
class ToldProvider:
    """A provider as a neighbour's catalogue tells it; it is known by ``key``. ``inn`` is told by tables only."""

    key: str
    name: str
    address: str
    inn: str | None
    ogrn: str
    kind: str
    phone: str
    email: str
    site: str


def clean_inn(told: str) -> str | None:
    """The ИНН if its check digits hold; a neighbour's mistake is left out."""
    try:
        return identifiers.inn(told)
    except Invalid:
        return None


@dataclass(frozen=True, slots=True)
class StagedProviders:
    """Ids of providers by key, and the keys of those that the register did not have."""

    ids: dict[str, int]
    fresh: frozenset[str]


async def stage_providers(session: AsyncSession, *, territory_id: int, told: Iterable[ToldProvider]) -> StagedProviders:
    """Give each told provider an id; the register shows a fresh one after ``list_providers``.

    One who stands in the register under the same ИНН, entered by hand, is taken for the same. Of two told with one ИНН
    the first has it: the other is its branch.
    """
    wanted = {one.key: one for one in told}
    known = await known_keys(session, territory_id=territory_id, keys=wanted)
    fresh = [one for key, one in wanted.items() if key not in known]
    holders = await _holders(session, territory_id, fresh)
    rows = []
    for one in fresh:
        holder = holders.get(one.inn) if one.inn else None
        if holder:
            known[one.key] = holder
        else:
            rows.append(_row(territory_id, one) | {"inn": one.inn if holder is None else None, "is_listed": False})
        if one.inn:
            holders[one.inn] = 0
    entered = [row["key"] for row in rows]
    if rows:
        await session.execute(insert(Provider), rows)
        known |= await known_keys(session, territory_id=territory_id, keys=entered)
    return StagedProviders(known, frozenset(entered))


async def list_providers(session: AsyncSession, *, territory_id: int, told: Mapping[int, ToldProvider]) -> None:
    """Show the staged providers in the register, and write what is told of those under these ids.

    Who is registered (has a licence) keeps the name, the address and the sector that the register has.
    """
    staged = (Provider.territory_id == territory_id, Provider.is_listed.is_(False))
    await session.execute(
        update(Provider).where(*staged).values(is_listed=True).execution_options(synchronize_session=False)
    )
    rows = [{f"new_{name}": value for name, value in _row(territory_id, one).items()} for one in told.values()]
    if rows:
        connection = await session.connection()  # the ORM would want a primary key in each row, not a condition
        await connection.execute(_TELL, [{**row, "row_id": id_} for row, id_ in zip(rows, told, strict=True)])


async def forget_staged(session: AsyncSession, *, territory_id: int) -> None:
    """Delete the providers of an import that will never be live; nothing points to them any more."""
    staged = (Provider.territory_id == territory_id, Provider.is_listed.is_(False))
    await session.execute(delete(Provider).where(*staged).execution_options(synchronize_session=False))


async def _holders(session: AsyncSession, territory_id: int, told: Iterable[ToldProvider]) -> dict[str, int]:
    """Who stands under each ИНН: the id of one that was entered by hand, 0 for one that has a key of its own."""
    numbers = sorted({one.inn for one in told if one.inn})
    where = (Provider.territory_id == territory_id, Provider.inn.in_(numbers))
    rows = await session.execute(select(Provider.inn, Provider.id, Provider.key).where(*where)) if numbers else ()
    return {inn: 0 if key else id_ for inn, id_, key in rows if inn}


def _row(territory_id: int, told: ToldProvider) -> dict[str, Any]:
    """What is told, cut to what the columns hold."""
    cut = {name: value[:most] for name, most in _LONGEST.items() if (value := getattr(told, name)) is not None}
    founder = {"sector": sector_of(told.name), "is_npo": is_npo(told.name)}
    return {**cut, **founder, "territory_id": territory_id, "licence": ""}


_COLUMNS = Provider.__table__.c
_LONGEST = {
    name: _COLUMNS[name].type.length  # type: ignore[attr-defined]
    for name in ("key", "name", "address", "ogrn", "kind", "phone", "email", "site")
}
_OWN = ("name", "address", "sector", "is_npo")
_TELL = (
    update(Provider)
    .where(Provider.id == bindparam("row_id"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("key", "ogrn", "kind", "phone", "email", "site")}
        | {
            name: case(
                (_COLUMNS.licence == "", bindparam(f"new_{name}", type_=_COLUMNS[name].type)), else_=_COLUMNS[name]
            )
            for name in _OWN
        },
    )
)
