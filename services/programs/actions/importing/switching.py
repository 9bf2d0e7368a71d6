"""The guard, and the one short change that shows a staged import."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.actions.importing.numbering import Begun, End, close
from services.programs.errors import RemovalsRefused
from services.programs.gateway.report import Changes, Report
from services.programs.models import Catalogue, Edition, Program, ProgramStatus, SearchWord
from services.programs.queries import sources
from services.providers.actions import ToldProvider, list_providers

MOST_REMOVED = 5
"""One program in so many may vanish without a question."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Programs of a kind for which the act has no service."""

    focus: str
    form: str
    is_adapted: bool
    programs: int


async def check_removals(session: AsyncSession, begun: Begun, *, vanishing: int) -> None:
    """Raise RemovalsRefused if more than a fifth of the programs that people find would vanish."""
    live = await sources.published(session, territory_id=begun.territory_id, live=begun.live)
    if vanishing * MOST_REMOVED > live:
        raise RemovalsRefused(vanishing, live)


async def unmatched(session: AsyncSession, begun: Begun) -> list[Unmatched]:
    """Imported programs that will be found and have no service of the act; empty if the act lists none."""
    shown = (
        Edition.territory_id == begun.territory_id,
        Edition.status == ProgramStatus.PUBLISHED,
        Edition.since <= begun.number,
        Edition.until > begun.number,
        Edition.service_code.is_(None),
        Program.key.is_not(None),
    )
    kinds = (Edition.focus, Edition.form, Edition.is_adapted)
    rows = await session.execute(
        select(*kinds, func.count()).join(Program, Program.id == Edition.program_id).where(*shown).group_by(*kinds),
    )
    return sorted(
        (Unmatched(focus.value, form.value, is_adapted, count) for focus, form, is_adapted, count in rows),
        key=lambda one: (one.focus, one.form, one.is_adapted),
    )


def told(report: Report, changes: Changes, lacking: list[Unmatched]) -> dict[str, Any]:
    """The report as it is kept: all but the rejected records, which are rows of their own."""
    kept = {key: value for key, value in report.as_json(changes).items() if key != "not_valid"}
    return kept | {"unmatched_services": [asdict(one) for one in lacking]}


async def switch(session: AsyncSession, begun: Begun, end: End, *, providers: Mapping[int, ToldProvider]) -> None:
    """Show what was staged: one row of the catalogue, the import's end, and the register of providers.

    ``providers`` are those that the register is to tell anew, by their ids.
    """
    await close(session, begun, end)
    await session.execute(
        update(Catalogue)
        .where(Catalogue.territory_id == begun.territory_id)
        .values(live=begun.number, changed_at=end.now, words=Catalogue.words + 1)
        .execution_options(synchronize_session=False),
    )
    await list_providers(session, territory_id=begun.territory_id, told=providers)


async def counts_of(session: AsyncSession, *, territory_id: int, lemmas: list[str]) -> dict[str, int]:
    """In how many programs these words are now."""
    mine = (SearchWord.territory_id == territory_id, SearchWord.lemma.in_(lemmas))
    rows = await session.execute(select(SearchWord.lemma, SearchWord.programs).where(*mine))
    return {row.lemma: row.programs for row in rows}
