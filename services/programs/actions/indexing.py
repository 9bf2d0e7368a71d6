"""Putting the words of editions into the full-text index, the same on both engines."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.programs.models import INDEX, SearchWord
from services.programs.rules import search_text

_PUT = {
    "sqlite": f"INSERT INTO {INDEX} (rowid, title, body) VALUES (:id, :title, :body)",  # noqa: S608 (a constant)
    "postgresql": (
        f"INSERT INTO {INDEX} (rowid, title, body) VALUES (:id, "  # noqa: S608 (a constant)
        "array_to_tsvector(string_to_array(:title, ' ')), array_to_tsvector(string_to_array(:body, ' ')))"
    ),
}
LONGEST_LEMMA = 64


@dataclass(frozen=True, slots=True)
class Words:
    """Normal forms for the index, with blanks between: those of the title, and those of everything else."""

    title: str
    body: str

    @property
    def lemmas(self) -> set[str]:
        """Each of them once."""
        return {lemma for lemma in (*self.title.split(), *self.body.split()) if len(lemma) <= LONGEST_LEMMA}


def words_of(title: str, *rest: str) -> Words:
    """The words of a program: its title weighs more than all the rest."""
    return Words(search_text(title).strip(), search_text(*rest).strip())


async def put_words(session: AsyncSession, *, territory_id: int, editions: Mapping[int, Words]) -> None:
    """Index editions by their ids, and count their words for the mending of typing slips; two statements."""
    if not editions:
        return
    rows = [{"id": id_, "title": words.title, "body": words.body} for id_, words in editions.items()]
    await session.execute(text(_PUT[session.get_bind().dialect.name]), rows)
    counted = Counter(lemma for words in editions.values() for lemma in words.lemmas)
    upsert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(SearchWord)
    await session.execute(
        upsert.on_conflict_do_update(
            index_elements=[SearchWord.territory_id, SearchWord.lemma],
            set_={"programs": SearchWord.programs + upsert.excluded.programs},
        ),
        [{"territory_id": territory_id, "lemma": lemma, "programs": n} for lemma, n in sorted(counted.items())],
    )


async def drop_words(session: AsyncSession, ids: list[int]) -> None:
    """Take editions out of the index. The counts of words stay: they only rank corrections."""
    await session.execute(
        text(f"DELETE FROM {INDEX} WHERE rowid IN :ids").bindparams(bindparam("ids", ids, expanding=True)),  # noqa: S608 (a constant)
    )


async def recount_words(session: AsyncSession, *, territory_id: int, lemmas: Mapping[str, int]) -> None:
    """Replace a territory's counts of words."""
    await session.execute(delete(SearchWord).where(SearchWord.territory_id == territory_id))
    if lemmas:
        rows = [{"territory_id": territory_id, "lemma": lemma, "programs": n} for lemma, n in sorted(lemmas.items())]
        await session.execute(insert(SearchWord), rows)
