"""Putting the words of editions into the full-text index, the same on both engines."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from secrets import randbelow
from typing import Any

from sqlalchemy import bindparam, delete, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.db import OnBoth
from services.programs.models import INDEX, Catalogue, SearchWord
from services.programs.rules.words import normal_forms, tokens

_PUT = {
    "sqlite": f"INSERT INTO {INDEX} (rowid, title, topic, body) VALUES (:id, :title, :topic, :body)",  # noqa: S608 (a constant)
    "postgresql": (
        f"INSERT INTO {INDEX} (rowid, title, topic, body) VALUES (:id, "  # noqa: S608 (a constant)
        "array_to_tsvector(string_to_array(:title, ' ')), array_to_tsvector(string_to_array(:topic, ' ')), "
        "array_to_tsvector(string_to_array(:body, ' ')))"
    ),
}
_DROP = text(f"DELETE FROM {INDEX} WHERE rowid IN :ids").bindparams(bindparam("ids", expanding=True))  # noqa: S608 (a constant)
LONGEST_LEMMA = 64
_TOKENS = 2**31 - 1
_WITHOUT = re.compile(
    r"\b[Бб]ез(?:\s+[\w-]+?(?:ых|их|ого|его|ой|ей|ного))?\s+[\w-]+(?:(?:\s+(?:и|или)|\s*,)\s+[\w-]+)?"
)
"""«Без конкурсов и оценок»: a program is not found by what it has not."""


@dataclass(frozen=True, slots=True)
class Words:
    """Normal forms for the index, with blanks between: those of the title, of the topic, and of everything else."""

    title: str
    topic: str
    body: str

    @property
    def lemmas(self) -> set[str]:
        """Each of them once."""
        return {*self.title.split(), *self.topic.split(), *self.body.split()}


def words_of(title: str, topic: Iterable[str] = (), body: Iterable[str] = ()) -> Words:
    """The words of a program.

    ``topic`` is what it says it is about (summary, keywords, focus), ``body`` all the rest: a word that is negated in
    a search forbids what has it in the title or topic, not what mentions it in the body.
    """
    return Words(_forms([title]), _forms(topic), _forms(body))


async def put_words(session: AsyncSession, *, territory_id: int, editions: Mapping[int, Words]) -> None:
    """Index editions by their ids, and count their words at once; for programs entered by hand."""
    if not editions:
        return
    await put_rows(session, editions)
    counted = Counter(chain.from_iterable(words.lemmas for words in editions.values()))
    await session.execute(
        _COUNT.of(session),
        [{"territory_id": territory_id, "lemma": lemma, "programs": n} for lemma, n in sorted(counted.items())],
    )
    await renew_words(session, territory_id=territory_id)


async def put_rows(session: AsyncSession, editions: Mapping[int, Words]) -> None:
    """Index editions by their ids; who counts the words of many himself calls ``recount_words`` after it."""
    dialect = session.get_bind().dialect.name
    rows: list[dict[str, Any]] = [
        {
            "id": id_,
            "title": words.title,
            "topic": words.topic if dialect == "sqlite" else f"{words.title} {words.topic}".strip(),
            "body": words.body,
        }
        for id_, words in editions.items()
    ]
    if rows:
        await session.execute(text(_PUT[dialect]), rows)


async def drop_words(session: AsyncSession, ids: list[int]) -> None:
    """Take editions out of the index. The counts of words stay: they only rank corrections."""
    await session.execute(_DROP, {"ids": ids})


async def recount_words(session: AsyncSession, *, territory_id: int, lemmas: Mapping[str, int]) -> None:
    """Say in how many programs of a territory each of these words is; one that is in none is forgotten.

    Large vocabularies come in pieces, each in a short transaction; ``renew_words`` after the last.
    """
    gone = [lemma for lemma, programs in lemmas.items() if programs <= 0]
    if gone:
        mine = SearchWord.territory_id == territory_id
        await session.execute(delete(SearchWord).where(mine, SearchWord.lemma.in_(gone)))
    rows = [
        {"territory_id": territory_id, "lemma": lemma, "programs": programs}
        for lemma, programs in sorted(lemmas.items())
        if programs > 0
    ]
    if rows:
        await session.execute(_RECOUNT.of(session), rows)


async def renew_words(session: AsyncSession, *, territory_id: int) -> None:
    """Tell those who keep a territory's vocabulary and synonyms in memory that they have changed."""
    await session.execute(
        update(Catalogue).where(Catalogue.territory_id == territory_id).values(words=1 + randbelow(_TOKENS)),
        execution_options={"synchronize_session": False},
    )


def _forms(texts: Iterable[str]) -> str:
    told = "\n".join(texts)
    if "ез " in told:
        told = _WITHOUT.sub(" ", told)
    forms = dict.fromkeys(chain.from_iterable(map(normal_forms, dict.fromkeys(tokens(told)))))
    return " ".join(form for form in forms if len(form) <= LONGEST_LEMMA)


def _upsert(insert: Any, *, is_more: bool) -> Any:
    told = insert(SearchWord)
    programs = SearchWord.programs + told.excluded.programs if is_more else told.excluded.programs
    return told.on_conflict_do_update(
        index_elements=[SearchWord.territory_id, SearchWord.lemma], set_={"programs": programs}
    )


_COUNT = OnBoth(lambda insert: _upsert(insert, is_more=True))
_RECOUNT = OnBoth(lambda insert: _upsert(insert, is_more=False))
