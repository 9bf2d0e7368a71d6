"""The certificate as a paper: what stands in its sections. Russian is the document, another language stands beside."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.verify.texts import link
from handlers.common.words import current
from services.certificates import queries
from services.certificates.queries import (
    CertificateView,
    OwnCase,
    Standing,
    UnifiedView,
    Version,
    standing_of,
    strongest,
)
from services.certificates.queries.amounts import UnifiedLine
from services.contracts.queries import ContractView, contract_of_application
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.documents import rules as documents
from services.programs.queries import GroupView
from services.providers.queries import ProviderView, providers

TEMPLATE = "certificate-1"
RUSSIAN = "ru"
AS_MADE, SHOWN = 2, 6
"""Versions of a certificate that was approved and came into force; the most that a sheet shows."""
Words = tuple[str, str]
"""The Russian text and its translation; no translation for whoever reads Russian."""
Row = tuple[Words, Words]


class Days(NamedTuple):
    """The first and the last day of a term, both in it."""

    valid_from: date
    valid_to: date


Termed = CertificateView | UnifiedLine | Days


@dataclass(frozen=True)
class Part:
    """A section: its title, and pairs of a name and a value."""

    title: Words
    rows: tuple[Row, ...]


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
    """The facts: a case with its certificate, contracts by the number of their cases, clubs by theirs, its versions."""

    own: OwnCase
    certificate: CertificateView
    contracts: dict[int, ContractView]
    clubs: dict[int, ProviderView]
    versions: list[Version]

    @property
    def number(self) -> str:
        """What stands in the title and is checked: a line's own paper is replaced by that of the whole."""
        return self.own.unified.number if self.own.unified else self.certificate.number


def paper(told: Told, desk: Desk) -> Paper:
    """The whole certificate; it holds the child's name, so only a page or a trial desk gives it out."""
    door = link(desk, told.number)
    head = _words("title", "unified" if told.own.unified else "certificate", number=told.number)
    parts = (_general(told), _service(told), _contract(told), *_changes(told))
    return Paper(
        title=head[0],
        head=head,
        lead=_lead(told),
        parts=unified_parts(told, told.own.unified) if told.own.unified else parts,
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
    found = told.certificate
    amounts = (_label("hours"), _words("amount", "hours", hours=str(found.hours)))
    state = standing_of(found.status, found.valid_to, told.own.today)
    return Part(
        _words("section", "general"), (*whose(told), _nominal(found.nominal), amounts, *_term(told, found, state))
    )


def whose(told: Told) -> tuple[Row, ...]:
    """Who gave it out, where, to whom."""
    own = told.own
    return (
        (_label("authority"), _same(own.territory.authority or documents.NOT_NAMED)),
        (_label("territory"), (own.territory.title, "")),
        (_label("child"), _same(own.child.full_name)),
        (_label("birth"), _same(documents.day(own.child.birth_date))),
    )


def _nominal(kopecks: int) -> Row:
    return _label("nominal"), _same(f"{documents.roubles(kopecks, RUSSIAN)} ₽")


def _term(told: Told, found: Termed, state: Standing) -> tuple[Row, ...]:
    return (
        (_label("term"), _same(f"{documents.day(found.valid_from)} – {documents.day(found.valid_to)}")),
        (_words("label", "state", day=documents.day(told.own.today)), _words("state", state.value)),
    )


def _service(told: Told) -> Part:
    rows = _served(told, told.certificate.service_code, told.own.group)
    return Part(_words("section", "services"), rows)


def _served(told: Told, code: str | None, group: GroupView) -> tuple[Row, ...]:
    named = next((one.name for one in told.own.territory.pack.services if one.code == code and one.name), None)
    club = told.clubs.get(group.provider_id)
    return (
        (_label("service"), _same(named) if named else _words("service", "none")),
        (_label("code"), _same(code or documents.NOT_NAMED)),
        (_label("program"), _same(f"«{group.title}», {group.group_title}")),
        (_label("provider"), _same(club.name if club else documents.NOT_NAMED)),
    )


def _contract(told: Told) -> Part:
    return Part(_words("section", "contract"), (_agreed(told, told.own.facts.number),))


def _agreed(told: Told, number: int) -> Row:
    made = told.contracts.get(number)
    if made is None:
        value = _words("contract", "none")
    elif made.in_force_at is None:
        value = _words("contract", "awaited", number=str(made.id))
    else:
        day = documents.day(local_date(made.in_force_at, made.zone))
        value = _words("contract", "in_force", number=str(made.id), day=day)
    return _label("contract"), value


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


def unified_parts(told: Told, found: UnifiedView) -> tuple[Part, ...]:
    """Every service by its own line: amount, what is left, term, state, contract; then when it was put together."""
    states = [standing_of(line.status, line.valid_to, told.own.today) for line in found.lines]
    days = (min(line.valid_from for line in found.lines), max(line.valid_to for line in found.lines))
    rows = (*whose(told), _nominal(found.nominal), *_term(told, Days(*days), strongest(states)))
    parts = [Part(_words("section", "general"), rows)]
    for at, (line, state) in enumerate(zip(found.lines, states, strict=True), 1):
        left = (_label("left"), _same(f"{documents.roubles(line.left, RUSSIAN)} ₽"))
        hours = (_label("hours"), _words("amount", "hours", hours=str(line.hours)))
        amounts = (_nominal(line.nominal), left, hours, *_term(told, line, state))
        title = _words("section", "line", no=str(at), number=line.number)
        served = _served(told, line.service_code, line.group)
        parts.append(Part(title, (*served, *amounts, _agreed(told, line.application_id))))
    zone = told.own.territory.timezone
    made = [
        (
            _words("label", "version", number=str(one.number), day=documents.day(local_date(one.at, zone))),
            _words("amount", "services", count=str(one.services)),
        )
        for one in found.versions[-SHOWN:]
    ]
    return (*parts, Part(_words("section", "changes"), tuple(made)))


async def told_of(session: AsyncSession, actor: Actor, number: int, *, now: datetime) -> Told:
    """The facts of an own case's certificate. Raises NotFound for another's case and before the approval."""
    own = await queries.own_application(session, actor, number, now=now)
    if own.certificate is None:
        raise NotFound("certificate")
    cases = {line.application_id: line.group for line in own.unified.lines} if own.unified else {number: own.group}
    contracts = {one: await contract_of_application(session, actor, one) for one in cases}
    clubs = await providers(session, {group.provider_id for group in cases.values()})
    made = await queries.history_of(session, number)
    known = {one: contract for one, contract in contracts.items() if contract is not None}
    return Told(own, own.certificate, known, clubs, made)
