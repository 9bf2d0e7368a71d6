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


def everywhere(places: Sequence[Tier], banned: Forms) -> tuple[str, dict[str, Any]]:
    """PostgreSQL: a condition on ``i``, the index: the words are anywhere, and nothing banned is."""
    clause, values = f"{_SQL_OF[_ALL]} @@ CAST(:everywhere AS tsquery)", {"everywhere": _all(places[-1].wants)}
    if banned:
        clause += f" AND NOT ({_SQL_OF[_TOPIC]} @@ CAST(:banned AS tsquery))"
        values["banned"] = _any(banned)
    return clause, values


def place(places: Sequence[Tier]) -> tuple[str, dict[str, Any]]:
    """PostgreSQL: the number of the best tier that a hit is in."""
    clauses, values = [], {}
    for number, tier in enumerate(places[:-1]):
        tests = []
        for columns in (_TITLE, _TOPIC):
            wants = [want for want in tier.wants if want.columns == columns]
            if wants:
                name = f"{columns[-1]}{number}"
                tests.append(f"{_SQL_OF[columns]} @@ CAST(:{name} AS tsquery)")
                values[name] = _all(wants)
        clauses.append(f"WHEN {' AND '.join(tests)} THEN {number}")
    return (f"CASE {' '.join(clauses)} ELSE {len(places) - 1} END" if clauses else "0"), values


def without(dialect: str, banned: Forms) -> tuple[str, dict[str, Any]]:
    """A condition on ``e``, the edition: nothing banned; for a search without words."""
    if dialect == "sqlite":
        sql = f"e.id NOT IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :banned)"  # noqa: S608 (a constant)
        return sql, {"banned": _fts([Want(_TOPIC, banned)])}
    sql = (
        f"e.id NOT IN (SELECT rowid FROM {INDEX} WHERE topic || body @@ CAST(:banned AS tsquery)"  # noqa: S608 (a constant)
        " AND topic @@ CAST(:banned AS tsquery))"
    )
    return sql, {"banned": _any(banned)}


def _fts(wants: Iterable[Want]) -> str:
    return " AND ".join(f"{{{' '.join(want.columns)}}} : ({_fts_any(want.forms)})" for want in wants)


def _fts_any(forms: Forms) -> str:
    return " OR ".join(f"({' AND '.join(_quoted(part) for part in form.split())})" for form in forms)


def _quoted(part: str) -> str:
    """A word of a lemma has no quotes; whatever comes, it stays one string."""
    return f'"{part.replace(chr(34), "")}"'


_SQL_OF = {_TITLE: "i.title", _TOPIC: "i.topic", _ALL: "i.topic || i.body"}
"""The last one is what the GIN index is of."""


def _all(wants: Iterable[Want]) -> str:
    return " & ".join(f"({_any(want.forms)})" for want in wants)


def _any(forms: Forms) -> str:
    return " | ".join(f"({' & '.join(_lexeme(part) for part in form.split())})" for form in forms)


def _lexeme(part: str) -> str:
    return "'" + part.replace("'", "").replace("\\", "") + "'"
