"""Where the words of a search are looked for: the title first, then the rest; in the language of each engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from services.programs.models import INDEX
from services.programs.queries.searching.shapes import Match

Forms = tuple[str, ...]
Columns = tuple[str, ...]
Words = Sequence[tuple[Forms, Forms]]
_TITLE: Columns = ("title",)
_TOPIC: Columns = ("title", "topic")
_ALL: Columns = ("title", "topic", "body")


@dataclass(frozen=True, slots=True)
class Want:
    """Any of the forms, in any of the columns; a form with blanks is there where all its words are."""

    columns: Columns
    forms: Forms


@dataclass(frozen=True, slots=True)
class Tier:
    """A place of the words: all of these, and nothing of a better tier."""

    match: Match
    wants: tuple[Want, ...]


def tiers(words: Words) -> list[Tier]:
    """From the best place to the worst; each lies within the next, but for the last: it is the widest."""
    if not words:
        return []
    title = tuple(Want(_TITLE, forms) for _own, forms in words)
    topic = tuple(Want(_TOPIC, forms) for _own, forms in words)
    found = [Tier(Match.NAME, tuple(Want(_TITLE, own) for own, _forms in words)), Tier(Match.TITLE, title)]
    if len(words) > 1:
        found.append(Tier(Match.PARTLY, (*topic, Want(_TITLE, tuple(form for _own, forms in words for form in forms)))))
    found += [Tier(Match.TOPIC, topic), Tier(Match.TEXT, tuple(Want(_ALL, forms) for _own, forms in words))]
    return [
        one for one, better in zip(found, [None, *found], strict=False) if better is None or one.wants != better.wants
    ]


def match(tier: Tier, better: Tier | None, banned: Forms) -> str:
    """FTS5: what is in a tier and in none better, and has nothing banned."""
    wanted = _fts(tier.wants)
    if better is not None:
        wanted = f"({wanted}) NOT ({_fts(better.wants)})"
    if banned:
        wanted = f"({wanted}) NOT {_fts([Want(_TOPIC, banned)])}"
    return wanted


def within(tier: Tier, banned: Forms) -> tuple[str, dict[str, Any]]:
    """PostgreSQL: a condition on ``i``, the index: all that a tier wants is there, and nothing banned.

    Each form is a condition of its own: to put their bitmaps together costs a quarter of what the index takes for one
    query of thirty words. Each stands in a SELECT of its own, so that nobody plans by how frequent its words are: for
    frequent ones the rows themselves would be read and their vectors joined.
    """
    clauses, values = [], {}
    for number, want in enumerate(tier.wants):
        tests = []
        for place, form in enumerate(want.forms):
            name = f"want{number}_{place}"
            tests.append(f"{_SQL_OF[want.columns]} @@ (SELECT CAST(:{name} AS tsquery))")
            values[name] = _any((form,))
        clauses.append(f"({' OR '.join(tests)})")
    if banned:
        clauses.append(f"NOT ({_SQL_OF[_TOPIC]} @@ CAST(:banned AS tsquery))")
        values["banned"] = _any(banned)
    return " AND ".join(clauses), values


def without(dialect: str, banned: Forms) -> tuple[str, dict[str, Any]]:
    """A condition on ``e``, the edition: nothing banned; for a search without words."""
    if dialect == "sqlite":
        sql = f"e.id NOT IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :banned)"  # noqa: S608 (a constant)
        return sql, {"banned": _fts([Want(_TOPIC, banned)])}
    sql = f"e.id NOT IN (SELECT rowid FROM {INDEX} WHERE topic @@ CAST(:banned AS tsquery))"  # noqa: S608 (a constant)
    return sql, {"banned": _any(banned)}


def _fts(wants: Iterable[Want]) -> str:
    return " AND ".join(f"{{{' '.join(want.columns)}}} : ({_fts_any(want.forms)})" for want in wants)


def _fts_any(forms: Forms) -> str:
    return " OR ".join(f"({' AND '.join(_quoted(part) for part in form.split())})" for form in forms)


def _quoted(part: str) -> str:
    """A word of a lemma has no quotes; whatever comes, it stays one string."""
    return f'"{part.replace(chr(34), "")}"'


_SQL_OF = {_TITLE: "i.title", _TOPIC: "i.topic", _ALL: "i.topic || i.body"}
"""Each of them has a GIN index."""


def _any(forms: Forms) -> str:
    return " | ".join(f"({' & '.join(_lexeme(part) for part in form.split())})" for form in forms)


def _lexeme(part: str) -> str:
    return "'" + part.replace("'", "").replace("\\", "") + "'"
