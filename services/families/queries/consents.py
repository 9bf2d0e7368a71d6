"""Purposes with their grounds, and the consents that a person has given.

What the law itself lets the desk process is shown before it is asked, with the article and with what follows from not
giving it (152-FZ, article 18, part 2). That it was shown is not recorded: the law asks to explain, not to prove it, no
way leads to a form past it, and a record would be one more fact about a person. A consent is recorded and proved
(article 9, part 3).
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.errors import NotFound
from services.families.errors import ConsentMissing
from services.families.models import Consent
from services.families.rules import HEALTH, ConsentText, Ground, Purpose, Told
from services.territories.queries import territory


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A line of the journal of consents: what was agreed to, by which text, by which way, and until when."""

    id: int
    purpose: str
    version: str
    text_hash: str
    way: str
    given_at: datetime
    withdrawn_at: datetime | None


@cache
def _source() -> dict[str, Any]:
    return tomllib.loads(files("services.families").joinpath("consents.toml").read_text(encoding="utf-8"))


@cache
def purposes() -> tuple[Purpose, ...]:
    """What personal data are processed for, each with its ground, in the order in which it is told."""
    return tuple(_purpose(row) for row in _source()["purposes"])


def purpose(code: str) -> Purpose:
    """One purpose. Raises NotFound."""
    found = next((one for one in purposes() if one.code == code), None)
    if found is None:
        raise NotFound("purpose")
    return found


def consent_text(code: str, operator: str = "", *, version: str = "") -> ConsentText:
    """The document of a consent, the present one or that of ``version``, with the operator's name in it.

    Raises NotFound for what is unknown, and for a purpose without ``version`` whose ground is no consent.
    """
    about = purpose(code)
    if not version and about.ground is not Ground.CONSENT:
        raise NotFound("consent")
    blank = next((text for text in reversed(about.texts) if version in {"", text.version}), None)
    if blank is None:
        raise NotFound("consent")
    default = _source()["operator"]
    ru, en = (operator or default["ru"]), (operator or default["en"])
    return ConsentText(code, blank.version, blank.ru.replace("{operator}", ru), blank.en.replace("{operator}", en))


async def operator(session: AsyncSession, actor: Actor) -> str:
    """The authorised body to which the actor's consents are given; empty before a territory is chosen."""
    if actor.territory_id is None:
        return ""
    return (await territory(session, actor.territory_id)).authority or ""


async def consents(session: AsyncSession, person_id: int) -> frozenset[str]:
    """Purposes to which the person's consent is in force, by the present text of each."""
    rows = await session.execute(
        select(Consent.purpose, Consent.version).where(
            Consent.person_id == person_id,
            Consent.withdrawn_at.is_(None),
        ),
    )
    present = {one.code: one.texts[-1].version for one in purposes() if one.ground is Ground.CONSENT}
    return frozenset(code for code, version in rows if present.get(code) == version)


async def consent_journal(session: AsyncSession, person_id: int) -> list[ConsentRow]:
    """All consents that the person ever gave, the latest first."""
    columns = (Consent.purpose, Consent.version, Consent.text_hash, Consent.way, Consent.given_at, Consent.withdrawn_at)
    rows = await session.execute(
        select(Consent.id, *columns).where(Consent.person_id == person_id).order_by(Consent.id.desc()),
    )
    return [ConsentRow(*row) for row in rows]


async def has_consent(session: AsyncSession, person_id: int, code: str) -> bool:
    """Whether the person's consent to this purpose is in force."""
    return code in await consents(session, person_id)


async def require_consent(session: AsyncSession, person_id: int, *codes: str) -> None:
    """Raise ConsentMissing for the first purpose without a consent in force."""
    given = await consents(session, person_id)
    for code in codes:
        if code not in given:
            raise ConsentMissing(code)


async def require_health(session: AsyncSession, actor: Actor, *, parent_id: int) -> None:
    """Raise ConsentMissing unless the first representative of a child, or the actor, consents to health data."""
    if not await has_consent(session, parent_id, HEALTH):
        await require_consent(session, actor.person_id, HEALTH)


def _purpose(row: dict[str, Any]) -> Purpose:
    told = {locale: Told(**row[locale]) for locale in ("ru", "en")}
    texts = tuple(
        ConsentText(row["code"], text["version"], text["ru"].strip(), text["en"].strip())
        for text in row.get("texts", ())
    )
    return Purpose(row["code"], Ground(row["ground"]), told, texts)
