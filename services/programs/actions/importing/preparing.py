"""From spooled records to bundles: what is to be written of each program that may have changed. Only reads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.actions.adding import FOCUS_WORDS
from services.programs.actions.importing import cards
from services.programs.actions.importing.cards import Card, Said, Surroundings
from services.programs.actions.importing.spool import NUMBERS, Spooled
from services.programs.actions.indexing import Words, words_of
from services.programs.gateway import staging
from services.programs.gateway.records import ScheduleRecord
from services.programs.gateway.verdicts import Box
from services.programs.models import ProgramStatus
from services.programs.queries import sources
from services.programs.queries.sources import KnownCard, KnownEdition
from services.programs.rules.publishing.editions import EditionDraft, OfferDraft

PROGRAMS = NUMBERS[Box.PROGRAMS]


@dataclass(frozen=True, slots=True)
class Ground:
    """What an import stands on: its territory, what people see meanwhile, whether anything was imported before.

    ``whole_weeks``: a group of the file comes with all its schedules, so that others of it are gone (tables).
    """

    territory_id: int
    live: int
    is_first: bool
    whole_weeks: bool
    around: Surroundings


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to keep instead of the one with the id ``old_id``."""

    box: int
    uuid: bytes
    source: bytes
    told: bytes
    old_id: int | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is to be written of a program: a card, an edition, or both."""

    key: str
    program_id: int | None
    card: NewCard | None
    edition: EditionDraft | None
    digest: str = ""
    modified_ts: int = 0
    old: KnownEdition | None = None
    groups: Mapping[str, int] = field(default_factory=dict)
    words: Words | None = None

    @property
    def offers(self) -> list[OfferDraft]:
        """Offers to write: a group that was taken away before anybody could see it has none."""
        offers = self.edition.offers if self.edition else ()
        return [offer for offer in offers if offer.key in self.groups or not offer.columns["is_withdrawn"]]

    @property
    def is_created(self) -> bool:
        """People will find a program that they did not find before."""
        return self._is_shown and not self._was_shown

    @property
    def is_updated(self) -> bool:
        """People will find a program that they find now, changed."""
        return self._is_shown and self._was_shown

    @property
    def is_removed(self) -> bool:
        """People will not find a program any more that they find now."""
        return self.edition is not None and not self._is_shown and self._was_shown

    @property
    def _is_shown(self) -> bool:
        return self.edition is not None and self.edition.columns["status"] is ProgramStatus.PUBLISHED

    @property
    def _was_shown(self) -> bool:
        return self.old is not None and self.old.status is ProgramStatus.PUBLISHED


async def prepare(
    session: AsyncSession, ground: Ground, uuids: list[bytes], spooled: Sequence[Spooled]
) -> list[Bundle]:
    """Bundles of those of these programs that are to be written; ``spooled`` are their newer records."""
    known = [] if ground.is_first else await _cards(session, ground, uuids)
    merged = _merge(uuids, known, spooled, whole_weeks=ground.whole_weeks)
    drawn = [one for one in (_draw(one, ground.around) for one in merged) if one is not None]
    keys = [one.key for one in drawn if one.edition is not None]
    ids = await sources.programs_by_key(session, territory_id=ground.territory_id, keys=keys)
    editions = await sources.editions_of(session, live=ground.live, program_ids=ids.values()) if ids else {}
    groups = await sources.groups_by_key(session, ids.values()) if ids else {}
    by_program: dict[int, dict[str, int]] = {}
    for (program_id, key), id_ in groups.items():
        by_program.setdefault(program_id, {})[key] = id_
    bundles = (_bundle(one, ids.get(one.key), editions, by_program) for one in drawn)
    return [bundle for bundle in bundles if bundle is not None]


def vocabulary(bundles: Iterable[Bundle]) -> Counter[str]:
    """How many of the editions have each word."""
    return Counter(lemma for bundle in bundles if bundle.words for lemma in bundle.words.lemmas)


@dataclass(frozen=True, slots=True)
class _Merged:
    uuid: bytes
    source: bytes
    card: Card
    old: KnownCard | None


@dataclass(frozen=True, slots=True)
class _Drawn:
    key: str
    card: NewCard | None
    edition: EditionDraft | None
    digest: str
    modified_ts: int


async def _cards(session: AsyncSession, ground: Ground, uuids: list[bytes]) -> list[KnownCard]:
    where = {"territory_id": ground.territory_id, "live": ground.live, "box": PROGRAMS}
    return await sources.known_cards(session, **where, uuids=uuids)


def _merge(
    uuids: list[bytes], known: Sequence[KnownCard], spooled: Sequence[Spooled], *, whole_weeks: bool
) -> list[_Merged]:
    """Cards with the newer records in them."""
    olds: dict[bytes, KnownCard] = {}
    for one in known:
        olds.setdefault(one.uuid, one)
    newer: dict[bytes, list[Spooled]] = {uuid: [] for uuid in uuids}
    for record in spooled:
        if record.program in newer:
            newer[record.program].append(record)
        if record.was != record.program and record.was in newer:
            newer[record.was].append(record)
    merged = []
    for uuid, records in newer.items():
        old = olds.get(uuid)
        card = cards.load(old.told if old else None)
        _apply(card, uuid, records)
        if whole_weeks:
            _drop_other_lessons(card, records)
        own = next((record.source for record in records if record.box is Box.PROGRAMS), None)
        source = old.source if old else own or (records[0].source if records else b"")
        merged.append(_Merged(uuid, source, card, old))
    return merged


def _apply(card: Card, uuid: bytes, records: Iterable[Spooled]) -> None:
    for record in records:
        if record.program == uuid:
            card.put(Said(record.box, record.uuid.hex(), record.is_deleted, record.dump))
        else:
            card.drop(record.box, record.uuid.hex())


def _drop_other_lessons(card: Card, records: Sequence[Spooled]) -> None:
    """Schedules of the told groups that the file has not."""
    told = {record.uuid.hex() for record in records}
    groups = {record.uuid.hex() for record in records if record.box is Box.GROUPS}
    for said in list(card.records[Box.SCHEDULES].values()):
        schedule = staging.load(Box.SCHEDULES, said.dump)
        if isinstance(schedule, ScheduleRecord) and said.uuid not in told and schedule.group.replace("-", "") in groups:
            card.drop(Box.SCHEDULES, said.uuid)


def _draw(one: _Merged, around: Surroundings) -> _Drawn | None:
    """The card and the edition to write; None for a program of which nothing is known and nothing was said."""
    told = one.card.dump()
    is_new = one.old is None or one.old.told != told
    drawn = cards.draw(one.card, around)
    if drawn is None and (one.old is None and not any(one.card.records.values())):
        return None
    new = NewCard(PROGRAMS, one.uuid, one.source, told, one.old.id if one.old else None) if is_new else None
    if drawn is None:
        return _Drawn("", new, None, "", 0)
    head = drawn.program.head
    return _Drawn(f"{head.datasource}:{head.uuid}", new, drawn.edition, drawn.edition.digest(), head.ts)


def _bundle(
    one: _Drawn, program_id: int | None, editions: Mapping[int, KnownEdition], groups: Mapping[int, dict[str, int]]
) -> Bundle | None:
    """The bundle, or None if nothing of the program is to be written."""
    old = editions.get(program_id) if program_id is not None else None
    edition = one.edition
    if edition is not None and not _is_news(edition, one.digest, old):
        edition = None
    if edition is None:
        return Bundle(one.key, program_id, one.card, None) if one.card else None
    columns = edition.columns
    words = words_of(columns["title"], [*edition.topic, FOCUS_WORDS[columns["focus"]]], edition.body)
    known = groups.get(program_id, {}) if program_id is not None else {}
    return Bundle(one.key, program_id, one.card, edition, one.digest, one.modified_ts, old, known, words)


def _is_news(edition: EditionDraft, digest: str, old: KnownEdition | None) -> bool:
    """Whether people would see another thing; a hidden program is written only when it ceases to be found."""
    if edition.columns["status"] is ProgramStatus.HIDDEN:
        return old is not None and old.status is ProgramStatus.PUBLISHED
    return old is None or old.digest != digest
