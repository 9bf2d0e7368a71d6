"""Staging: everything that the import will show is written where nobody sees it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports.pace import Writer
from services.core.db import Database
from services.programs.actions.importing import preparing, staging, switching
from services.programs.actions.importing.numbering import Begun, put_rejects
from services.programs.actions.importing.preparing import Bundle, Ground
from services.programs.actions.importing.spool import BOXES, Spool
from services.programs.actions.importing.surroundings import Leaned
from services.programs.actions.indexing import recount_words
from services.programs.gateway.report import Changes
from services.programs.gateway.verdicts import Box, Reason
from services.providers.actions import ToldProvider, stage_providers
from services.providers.queries import known_keys

Item = TypeVar("Item")
RECORDS, LEMMAS, KEYS = 5_000, 2_000, 500
"""How many are held in memory at once."""

NOTHING = Changes(0, 0, 0)


@dataclass
class Staged:
    """What was staged: changes that people will see, and how the vocabulary changes.

    ``providers`` are ids by key; the register has the ``fresh`` ones as they are told, but does not list them yet.
    """

    changes: Changes = NOTHING
    providers: dict[str, int] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    words: Counter[str] = field(default_factory=Counter)

    def note(self, bundles: Sequence[Bundle]) -> None:
        """Count what people will see of them."""
        self.changes = Changes(
            self.changes.created + sum(bundle.is_created for bundle in bundles),
            self.changes.updated + sum(bundle.is_updated for bundle in bundles),
            self.changes.deleted + sum(bundle.is_removed for bundle in bundles),
        )
        self.words.update(preparing.vocabulary(bundles))


@dataclass
class Stager:
    """Writes one import's rows, in the order in which they point to each other."""

    database: Database
    writer: Writer
    begun: Begun
    progress: dict[str, int]
    staged: Staged = field(default_factory=Staged)

    async def stage(self, ground: Ground, spool: Spool, leaned: Leaned) -> Staged:
        """Write all that is newer."""
        await self._providers(leaned)
        await self.writer.each("cards", leaned.cards, partial(_put, staging.put_cards, self.begun))
        for uuids in spool.programs(lambda: self.writer.size("programs")):
            await self._programs(ground, spool, uuids)
            self.progress["staged"] = self.progress.get("staged", 0) + len(uuids)
        for box in BOXES:
            for records in _batches(spool.of_box(box), RECORDS):
                await self.writer.each("records", records, partial(_put, staging.put_records, self.begun))
        return self.staged

    async def _providers(self, leaned: Leaned) -> None:
        """Ids of all organisations; new ones are entered, and listed when the import is live."""
        keys = [partner.key for partner in leaned.partners.values()]
        for at in range(0, len(keys), KEYS):
            async with self.database.reads() as session:
                found = await known_keys(session, territory_id=self.begun.territory_id, keys=keys[at : at + KEYS])
            self.staged.providers |= found

        async def some(session: AsyncSession, told: Sequence[ToldProvider]) -> None:
            found = await stage_providers(session, territory_id=self.begun.territory_id, told=told)
            self.staged.providers |= found.ids
            self.staged.fresh |= found.fresh

        await self.writer.each("providers", list(leaned.told.values()), some)

    async def _programs(self, ground: Ground, spool: Spool, uuids: list[bytes]) -> None:
        async with self.database.reads() as session:
            bundles = await preparing.prepare(session, ground, uuids, spool.of_programs(uuids))
            replaced = [bundle.old.id for bundle in bundles if bundle.old is not None]
            forgotten = await staging.words_of_editions(session, replaced)
        self.staged.note(bundles)
        self.staged.words.subtract(forgotten)
        providers = self.staged.providers

        async def some(session: AsyncSession, piece: Sequence[Bundle]) -> None:
            await staging.put_bundles(session, self.begun, piece, providers=providers)

        await self.writer.each("programs", bundles, some)

    async def count_words(self) -> None:
        """Bring the vocabulary up to date: what typing slips are mended to. Right before the switch."""
        changed = [lemma for lemma, change in self.staged.words.items() if change]
        for at in range(0, len(changed), LEMMAS):
            async with self.database.reads() as session:
                land, lemmas = self.begun.territory_id, changed[at : at + LEMMAS]
                known = await switching.counts_of(session, territory_id=land, lemmas=lemmas)
            await self.writer.each("words", lemmas, partial(self._count, known))

    async def _count(self, known: Mapping[str, int], session: AsyncSession, lemmas: Sequence[str]) -> None:
        counts = {lemma: known.get(lemma, 0) + self.staged.words[lemma] for lemma in lemmas}
        await recount_words(session, territory_id=self.begun.territory_id, lemmas=counts)

    async def reject(self, rejected: Sequence[tuple[Box, str, Reason]]) -> None:
        """Keep the refused records."""

        async def some(session: AsyncSession, places: Sequence[int]) -> None:
            piece = rejected[places[0] : places[-1] + 1]
            await put_rejects(session, self.begun, first=places[0], rejected=piece)

        await self.writer.each("rejects", range(len(rejected)), some)


async def _put(put: Any, begun: Begun, session: AsyncSession, items: Sequence[Any]) -> None:
    await put(session, begun, items)


def _batches(items: Iterator[Item], size: int) -> Iterator[list[Item]]:
    while batch := list(islice(items, size)):
        yield batch
