"""The certificate as a paper: what stands in its sections. Russian is the document, another language stands beside."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.verify.texts import link
from handlers.common.words import current
from services.certificates import queries
from services.certificates.queries import CertificateView, OwnCase, Version, standing_of
from services.contracts.queries import ContractView, contract_of_application
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.documents import rules as documents
from services.providers.queries import ProviderView, provider

TEMPLATE = "certificate-1"
RUSSIAN = "ru"
AS_MADE, SHOWN = 2, 6
"""Versions of a certificate that was approved and came into force; the most that a sheet shows."""
Words = tuple[str, str]
"""The Russian text and its translation; no translation for whoever reads Russian."""


@dataclass(frozen=True)
class Part:
    """A section: its title, and pairs of a name and a value."""

    title: Words
    rows: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class Paper:
    """All that ``certificate.typ`` prints; ``code`` is added where it is drawn."""

    title: str
    head: Words
    lead: Words
    parts: tuple[Part, ...]
    how: Words
    foot: Words
    link: str
    lang: str = RUSSIAN

    def told(self, code: str) -> dict[str, Any]:
        """The data of the sheet; ``code`` is the QR code of ``link`` as SVG."""
        return asdict(self) | {"code": code}


@dataclass(frozen=True)
class Told:
    """The facts: a case with its certificate, its contract if there is one, the club, and its versions."""

    own: OwnCase
    certificate: CertificateView
    contract: ContractView | None
    club: ProviderView
    versions: list[Version]


def paper(told: Told, desk: Desk) -> Paper:
    """The whole certificate; it holds the child's name, so only a page or a trial desk gives it out."""
    number = told.certificate.number
    door = link(desk, number)
    head = _words("title", "certificate", number=number)
    return Paper(
        title=head[0],
        head=head,
        lead=_lead(told),
        parts=(_general(told), _service(told), _contract(told), *_changes(told)),
        how=_words("check", "how", link=door),
        foot=_words("check", "not_money"),
        link=door,
    )


def _lead(told: Told) -> Words:
    place = told.own.territory

    def text(locale: str) -> str:
        phrase = documents.word(TEMPLATE, "act", "project" if place.is_project else "adopted", locale)
        act = documents.act(phrase, kind=place.pack.act.type, number=place.pack.act.number, made_on=place.pack.act.date)
        service = documents.word(TEMPLATE, "service_of", place.level.value, locale)
        return documents.render(TEMPLATE, {"act": act, "service_of": service}, locale).strip()

    return text(RUSSIAN), "" if current() == RUSSIAN else text(current())


def _general(told: Told) -> Part:
    own, found = told.own, told.certificate
    state = standing_of(found.status, found.valid_to, told.own.today)
    rows = (
        (_label("authority"), _same(own.territory.authority or documents.NOT_NAMED)),
        (_label("territory"), (own.territory.title, "")),
        (_label("child"), _same(own.child.full_name)),
        (_label("birth"), _same(documents.day(own.child.birth_date))),
        (_label("nominal"), _same(f"{documents.roubles(found.nominal, RUSSIAN)} ₽")),
        (_label("hours"), _words("amount", "hours", hours=str(found.hours))),
        (_label("term"), _same(f"{documents.day(found.valid_from)} – {documents.day(found.valid_to)}")),
        (_words("label", "state", day=documents.day(told.own.today)), _words("state", state.value)),
    )
    return Part(_words("section", "general"), rows)


def _service(told: Told) -> Part:
    own, code = told.own, told.certificate.service_code
    named = next((one.name for one in own.territory.pack.services if one.code == code and one.name), None)
    rows = (
        (_label("service"), _same(named) if named else _words("service", "none")),
        (_label("code"), _same(code or documents.NOT_NAMED)),
        (_label("program"), _same(f"«{own.group.title}», {own.group.group_title}")),
        (_label("provider"), _same(told.club.name)),
    )
    return Part(_words("section", "services"), rows)


def _contract(told: Told) -> Part:
    made = told.contract
    if made is None:
        value = _words("contract", "none")
    elif made.in_force_at is None:
        value = _words("contract", "awaited", number=str(made.id))
    else:
        day = documents.day(local_date(made.in_force_at, made.zone))
        value = _words("contract", "in_force", number=str(made.id), day=day)
    return Part(_words("section", "contract"), ((_label("contract"), value),))


def _changes(told: Told) -> tuple[Part, ...]:
    """The newest versions; a certificate that was never changed has no such section."""
    if len(told.versions) <= AS_MADE:
        return ()
    zone = told.own.territory.timezone
    rows = tuple(
        (
            _words("label", "version", number=str(one.no), day=documents.day(local_date(one.at, zone))),
            _words("change", one.deed.value),
        )
        for one in told.versions[-SHOWN:]
    )
    return (Part(_words("section", "changes"), rows),)


def _label(key: str) -> Words:
    return _words("label", key)


def _words(kind: str, key: str, **values: str) -> Words:
    def text(locale: str) -> str:
        return documents.fill(documents.word(TEMPLATE, kind, key, locale), values)

    return text(RUSSIAN), "" if current() == RUSSIAN else text(current())


def _same(value: str) -> Words:
    return documents.one_line(value), ""


async def told_of(session: AsyncSession, actor: Actor, number: int, *, now: datetime) -> Told:
    """The facts of an own case's certificate. Raises NotFound for another's case and before the approval."""
    own = await queries.own_application(session, actor, number, now=now)
    if own.certificate is None:
        raise NotFound("certificate")
    contract = await contract_of_application(session, actor, number)
    club, made = await provider(session, own.group.provider_id), await queries.history_of(session, number)
    return Told(own, own.certificate, contract, club, made)
