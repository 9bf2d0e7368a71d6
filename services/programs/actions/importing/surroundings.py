"""Partners and directions: few, kept in memory while programs are drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.actions.importing import cards
from services.programs.actions.importing.cards import Card, Said
from services.programs.actions.importing.preparing import NewCard
from services.programs.actions.importing.spool import NUMBERS, Spooled
from services.programs.gateway.ledger import Known
from services.programs.gateway.records import PartnerRecord
from services.programs.gateway.verdicts import Box
from services.programs.queries import sources
from services.programs.queries.sources import KnownCard
from services.programs.rules.publishing.editions import DirectionFacts, PartnerFacts
from services.providers.actions import ToldProvider, clean_inn
from services.providers.queries import known_keys

PROGRAMS, GROUPS = NUMBERS[Box.PROGRAMS], NUMBERS[Box.GROUPS]


@dataclass(slots=True)
class Leaned:
    """What programs lean on: as it was known, and after ``merge`` as it will be.

    ``told`` are partners as the register will have them, by key; ``changed_partners`` (uuids) and
    ``is_direction_changed`` say whose programs look different.
    """

    partners: dict[str, PartnerFacts] = field(default_factory=dict)
    directions: dict[str, DirectionFacts] = field(default_factory=dict)
    focus_codes: dict[str, str] = field(default_factory=dict)
    told: dict[str, ToldProvider] = field(default_factory=dict)
    changed_partners: set[str] = field(default_factory=set)
    is_direction_changed: bool = False
    cards: list[NewCard] = field(default_factory=list)
    _known: dict[tuple[Box, bytes], KnownCard] = field(default_factory=dict)

    def merge(self, spooled: Iterable[Spooled]) -> None:
        """Take the newer records of partners and directions."""
        for record in spooled:
            old = self._known.get((record.box, record.uuid))
            card = cards.load(old.told if old else None)
            card.put(Said(record.box, record.uuid.hex(), record.is_deleted, record.dump))
            told = card.dump()
            if any(card.records.values()) and (old is None or old.told != told):
                source = old.source if old else record.source
                self.cards.append(NewCard(NUMBERS[record.box], record.uuid, source, told, old.id if old else None))
                self._take(record.box, card)

    def know(self, box: Box, known: Iterable[KnownCard]) -> None:
        """Take what the database has."""
        for one in known:
            self._known[box, one.uuid] = one
            self._take(box, cards.load(one.told), is_news=False)

    def _take(self, box: Box, card: Card, *, is_news: bool = True) -> None:
        if box is Box.PARTNERS:
            self._take_partner(card, is_news=is_news)
        else:
            self._take_direction(card, is_news=is_news)

    def _take_partner(self, card: Card, *, is_news: bool) -> None:
        found = cards.partner_of(card)
        if found is None:
            return
        record, is_deleted = found
        told = provider_of(record)
        facts = PartnerFacts(told.key, record.name, told.address, is_deleted)
        if is_news:
            self.told[told.key] = told
            if self.partners.get(record.head.uuid) not in (None, facts):
                self.changed_partners.add(record.head.uuid)
        self.partners[record.head.uuid] = facts

    def _take_direction(self, card: Card, *, is_news: bool) -> None:
        """A direction that is new, renamed or deleted: which programs lean on it is not kept, all are drawn anew."""
        for uuid, said in card.records[Box.DIRECTIONS].items():
            key = _hyphened(uuid)
            facts, code = cards.direction_of(card) or (None, "")
            if is_news and self.directions.get(key) != facts:
                self.is_direction_changed = True
            if facts is None or said.is_deleted:
                self.directions.pop(key, None)
                self.focus_codes.pop(key, None)
            else:
                self.directions[key], self.focus_codes[key] = facts, code


async def leaned(session: AsyncSession, *, territory_id: int, live: int) -> Leaned:
    """What is known of all partners and directions of a territory."""
    found = Leaned()
    for box in (Box.PARTNERS, Box.DIRECTIONS):
        known = await sources.known_cards(session, territory_id=territory_id, live=live, box=NUMBERS[box])
        found.know(box, known)
    return found


async def known_of(
    session: AsyncSession, leaned: Leaned, *, territory_id: int, live: int, orphans: Mapping[Box, set[str]]
) -> Known:
    """Which of the parents that a file only names the database has, none of them hidden by a deletion above."""
    where = {"territory_id": territory_id, "live": live}
    groups = await sources.known_records(session, box=GROUPS, uuids=map(_bytes, orphans[Box.GROUPS]), **where)
    alive = {uuid: one.program for (uuid, _source), one in groups.items() if not one.is_deleted and one.program}
    asked = {*map(_bytes, orphans[Box.PROGRAMS]), *alive.values()}
    programs = await _live_programs(session, leaned, asked, **where)
    partners = {uuid for uuid in orphans[Box.PARTNERS] if uuid in leaned.partners}
    return Known(
        partners=frozenset(uuid for uuid in partners if not leaned.partners[uuid].is_deleted),
        programs=frozenset(_hyphened(uuid.hex()) for uuid in programs),
        groups=frozenset(_hyphened(uuid.hex()) for uuid, program in alive.items() if program in programs),
        directions={uuid: leaned.focus_codes[uuid] for uuid in orphans[Box.DIRECTIONS] if uuid in leaned.focus_codes},
    )


async def _live_programs(
    session: AsyncSession, leaned: Leaned, asked: set[bytes], *, territory_id: int, live: int
) -> set[bytes]:
    """Those of the programs that are known and not deleted, nor is their partner."""
    where = {"territory_id": territory_id, "live": live, "box": PROGRAMS}
    known = await sources.known_records(session, uuids=asked, **where)
    alive = {uuid for (uuid, _source), one in known.items() if not one.is_deleted}
    hidden = {uuid for uuid, partner in leaned.partners.items() if partner.is_deleted}
    if hidden and alive:
        for card in await sources.known_cards(session, uuids=alive, **where):
            program = cards.program_of(cards.load(card.told))
            if program is not None and program.partner in hidden:
                alive.discard(card.uuid)
    return alive


async def programs_of_groups(
    session: AsyncSession, *, territory_id: int, live: int, groups: Sequence[bytes]
) -> dict[bytes, bytes]:
    """The program of each group that is known."""
    known = await sources.known_records(session, territory_id=territory_id, live=live, box=GROUPS, uuids=groups)
    return {uuid: one.program for (uuid, _source), one in known.items() if one.program}


async def programs_of_partners(session: AsyncSession, leaned: Leaned, *, territory_id: int, live: int) -> list[bytes]:
    """Programs of the partners that have changed."""
    told = [leaned.partners[uuid].key for uuid in sorted(leaned.changed_partners)]
    ids = await known_keys(session, territory_id=territory_id, keys=told)
    keys = await sources.keys_of_providers(session, territory_id=territory_id, live=live, ids=list(ids.values()))
    return [_bytes(key.rpartition(":")[2]) for key in keys]


def provider_of(record: PartnerRecord) -> ToldProvider:
    """An organisation as the register keeps it."""
    return ToldProvider(
        key=f"{record.head.datasource}:{record.head.uuid}",
        name=record.name,
        address=record.actual_address or record.place.address,
        inn=clean_inn(record.inn) if record.inn else None,
        ogrn=record.ogrn,
        kind=record.type_org,
        phone=", ".join(record.phones),
        email=record.email,
        site=record.site,
    )


def _bytes(uuid: str) -> bytes:
    return bytes.fromhex(uuid.replace("-", ""))


def _hyphened(told: str) -> str:
    return "-".join((told[:8], told[8:12], told[12:16], told[16:20], told[20:]))
