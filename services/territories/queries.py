"""Reading territories. One touch costs one small SELECT: packs are parsed once and kept by their digest."""

from dataclasses import dataclass
from importlib.resources import files
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.errors import NotFound
from services.territories.models import Territory
from services.territories.rules import ActStatus, Level, Local, Pack, Policy, acting_authority, nearness_km, parse

KEPT_PACKS = 256
_parsed: dict[str, Pack] = {}
_ROW = Territory.__table__.c
_BY_ID = select(_ROW.id, _ROW.digest).where(_ROW.id == bindparam("of"))
"""Nearly every touch asks this: built once, and of tables, not of classes."""


@dataclass(frozen=True)
class TerritoryView:
    """A territory for the screens.

    ``title`` is the territory's name (the act's title is ``pack.title``). ``authority`` falls back on who
    answers for most rows where the act names no body; ``pack.authority`` stays what the act says.
    """

    id: int
    slug: str
    title: str
    short_ru: str
    short_en: str
    level: Level
    timezone: ZoneInfo
    authority: str | None
    is_project: bool
    pack: Pack
    local: Local
    policy: Policy


async def territory(session: AsyncSession, territory_id: int) -> TerritoryView:
    """Give one territory. Raises NotFound."""
    row = (await session.execute(_BY_ID, {"of": territory_id})).one_or_none()
    return await _seen(session, row)


async def territory_by_slug(session: AsyncSession, slug: str) -> TerritoryView:
    """Give the territory of this slug. Raises NotFound."""
    return await _one(session, Territory.slug == slug)


async def territories(session: AsyncSession) -> list[TerritoryView]:
    """Give all territories in the order of their slugs."""
    rows = await session.execute(select(Territory.id, Territory.digest).order_by(Territory.slug))
    return [_view(row.id, await _pack(session, row.id, row.digest)) for row in rows.all()]


async def nearest(session: AsyncSession, *, lat: float, lon: float) -> TerritoryView:
    """Give the territory whose centre or settlement is nearest to a point. Raises NotFound if there is none."""
    known = await territories(session)
    if not known:
        raise NotFound("territory")
    return min(known, key=lambda view: nearness_km(view.pack, lat, lon))


def shipped_texts() -> dict[str, str]:
    """Give the packs that ship with the desk: text by file name, in the order of names."""
    shelf = files("services.territories.packs")
    packs = sorted((item for item in shelf.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return {pack.name: pack.read_text(encoding="utf-8") for pack in packs}


async def _one(session: AsyncSession, condition: ColumnElement[bool]) -> TerritoryView:
    row = (await session.execute(select(Territory.id, Territory.digest).where(condition))).one_or_none()
    return await _seen(session, row)


async def _seen(session: AsyncSession, row: Row[int, str] | None) -> TerritoryView:
    if row is None:
        raise NotFound("territory")
    return _view(row.id, await _pack(session, row.id, row.digest))


async def _pack(session: AsyncSession, territory_id: int, digest: str) -> Pack:
    """Give the parsed pack. Text and digest are read together: the row may have been replaced meanwhile."""
    if (kept := _parsed.get(digest)) is not None:
        return kept
    found = await session.execute(
        select(Territory.slug, Territory.source, Territory.digest).where(Territory.id == territory_id),
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("territory")
    pack = parse(row.source, file=row.slug)
    if len(_parsed) >= KEPT_PACKS:
        _parsed.clear()
    _parsed[row.digest] = pack
    return pack


def _view(territory_id: int, pack: Pack) -> TerritoryView:
    return TerritoryView(
        id=territory_id,
        slug=pack.slug,
        title=pack.territory,
        short_ru=pack.local.short_ru,
        short_en=pack.local.short_en,
        level=pack.local.level,
        timezone=pack.local.timezone,
        authority=acting_authority(pack),
        is_project=pack.act.status is ActStatus.PROJECT,
        pack=pack,
        local=pack.local,
        policy=pack.policy,
    )
