"""What a typed sentence asks for: the words to find, and conditions that can be taken away one by one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.rules.ages import read_alone, read_years
from services.programs.rules.conditions import read_phrases, read_places
from services.programs.rules.draft import Draft, Line
from services.programs.rules.hours import read_bare_hours, read_days, read_hours
from services.programs.rules.lexicon import Lexicon
from services.programs.rules.money import read_money
from services.programs.rules.sentence import Sentence, read_sentence
from services.programs.rules.topics import MOST_WORDS, joined, mark_terms, read_topics


@dataclass(frozen=True, slots=True)
class Wish:
    """What a parent asks for.

    ``words``: each is to be found; as typed or mended, in small letters. One may be several words that belong together
    («художественная гимнастика»), or alternatives («шахматы или шашки»): ``Lexicon.alternatives`` reads both.
    ``without``: topics that must not be there; one of several words is there only if all of them are.
    ``ages``: whole years, both ends inclusive; a program suits if it takes any of them. ``weekdays`` from Monday as 0.
    ``after``, ``before``: lessons begin not earlier, end not later; minutes from midnight. ``is_free``: the parent pays
    nothing, by certificate or otherwise. ``most_per_month`` in kopecks. ``place``: a settlement as the caller named it.
    ``corrected``: what was typed, and what it is read as.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    weekdays: tuple[int, ...] = ()
    after: int | None = None
    before: int | None = None
    is_free: bool = False
    by_certificate: bool = False
    most_per_month: int | None = None
    focus: Focus | None = None
    form: StudyForm | None = None
    level: Level | None = None
    ovz: OvzType | None = None
    is_adapted: bool = False
    near: bool = False
    place: str | None = None
    has_seats: bool = False
    corrected: tuple[tuple[str, str], ...] = ()


_FIELDS_OF = {
    "age": ("ages",),
    "ovz": ("ovz", "is_adapted"),
    "days": ("weekdays",),
    "time": ("after", "before"),
    "free": ("is_free",),
    "certificate": ("by_certificate",),
    "price": ("most_per_month",),
    "focus": ("focus",),
    "form": ("form",),
    "level": ("level",),
    "near": ("near",),
    "place": ("place",),
    "seats": ("has_seats",),
}
"""Removable conditions, and the fields that each of them is."""
_GIVEN_UP_FIRST = ("level", "near", "price", "time", "days", "form", "place", "seats", "certificate", "free", "focus")
_NOTHING = Wish()


def understand(text: str, *, lexicon: Lexicon, places: Sequence[str] = (), today: date | None = None) -> Wish | None:
    """Read a typed sentence; None if there is nothing to read at all (emoji alone).

    Words that every parent types («кружок для ребёнка») are left out: a text of them alone asks for everything.
    ``places``: names of settlements. ``today`` is only needed for years of birth. Never raises.
    """
    sentence = read_sentence(text, lexicon)
    found = sentence.tokens
    if not found:
        return None
    draft = Draft(today)
    mark_terms(found, lexicon)
    line = Line([token.key if not token.role or token.role == "sign" else "·" for token in found])
    read_places(found, places, line, draft)
    for reader in (read_years, read_money, read_days, read_hours):
        reader(line, draft)
    read_phrases(found, line, draft)
    read_bare_hours(line, draft)
    read_alone(line, draft)
    free = set(line.free())
    for number, token in enumerate(found):
        token.role = token.role or ("" if number in free else "taken")
    return _wish(sentence, draft, lexicon)


def warm(lexicon: Lexicon) -> None:
    """Read the dictionary and build the indexes that the first misspelt word would wait for.

    About half a second for an index of 130,000 words, and as much for the dictionary the first time: not for the loop.
    """
    understand("суботта", lexicon=lexicon)
    lexicon.correct("абвгдежз")


def parts(wish: Wish) -> tuple[str, ...]:
    """Names of the conditions that can be taken away: «age», «days», «word:робототехника», «without:футбол»."""
    given = [part for part, names in _FIELDS_OF.items() if any(_is_given(wish, name) for name in names)]
    words = (*(f"word:{word}" for word in wish.words), *(f"without:{word}" for word in wish.without))
    return (*words, *given)


def less(wish: Wish, part: str) -> Wish:
    """The wish without one of its parts; an unknown part changes nothing."""
    kind, _colon, word = part.partition(":")
    if kind not in {"word", "without"}:
        return replace(wish, **{name: getattr(_NOTHING, name) for name in _FIELDS_OF.get(part, ())})
    words = tuple(one for one in wish.words if kind != "word" or one != word)
    without = tuple(one for one in wish.without if kind != "without" or one != word)
    left = {token for one in (*words, *without) for token in one.split()}
    corrected = tuple((typed, said) for typed, said in wish.corrected if left & set(said.split()))
    return replace(wish, words=words, without=without, corrected=corrected)


def relaxations(wish: Wish, *, lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """Parts in the order in which they are given up, one at a time, when nothing fits.

    First words that the index does not have at all (``lexicon``), then conditions, the topic last, from its last word
    on. The age, special needs and what was not wanted are never given up.
    """
    lost = [word for word in wish.words if lexicon is not None and not lexicon.finds(word)]
    kept = [word for word in reversed(wish.words) if word not in lost]
    given = set(parts(wish))
    return (
        *(f"word:{word}" for word in lost),
        *(part for part in _GIVEN_UP_FIRST if part in given),
        *(f"word:{word}" for word in kept),
    )


def dump(wish: Wish) -> str:
    """The wish as compact JSON, without what it does not ask for."""
    told = {one.name: getattr(wish, one.name) for one in fields(wish) if _is_given(wish, one.name)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Wish:
    """A wish from ``dump``; keys that are unknown by now are left out. Raises ValueError for what is no wish."""
    told = json.loads(text)
    if not isinstance(told, dict):
        raise ValueError("not a wish")  # noqa: TRY004 (what is read is at fault, not the caller)
    known = {one.name for one in fields(Wish)}
    return Wish(**{name: _loaded(name, value) for name, value in told.items() if name in known})


def _is_given(wish: Wish, name: str) -> bool:
    return bool(getattr(wish, name) != getattr(_NOTHING, name))


def _loaded(name: str, value: Any) -> Any:
    enums = {"focus": Focus, "form": StudyForm, "level": Level, "ovz": OvzType}
    if name in enums and value is not None:
        return enums[name](value)
    if name == "corrected":
        return tuple((typed, said) for typed, said in value)
    return tuple(value) if isinstance(value, list) else value


def _wish(sentence: Sentence, draft: Draft, lexicon: Lexicon) -> Wish:
    found, topics = sentence.tokens, read_topics(sentence.tokens, lexicon)
    named = {unit.focus for unit in topics.wanted}
    if len(named) == 1 and "" not in named:
        draft.focus, topics.wanted = draft.focus or Focus(named.pop()), []
    if not topics.wanted and draft.focus is None and any("секция" in token.forms for token in found):
        draft.focus = Focus.SPORT  # a «секция» of nothing named is one of sports, a «кружок» may be anything
    used = {word for unit in (*topics.wanted, *topics.unwanted) for word in unit.text.split()}
    after, before = draft.hours
    return Wish(
        words=tuple(joined(found, topics.wanted)),
        without=tuple(dict.fromkeys(unit.text for unit in topics.unwanted))[:MOST_WORDS],
        ages=draft.all_ages,
        weekdays=draft.weekdays,
        after=after,
        before=before,
        most_per_month=draft.most_per_month,
        **{flag: flag in draft.flags for flag in ("is_free", "by_certificate", "is_adapted", "near", "has_seats")},
        focus=draft.focus,
        form=draft.form,
        level=draft.level,
        ovz=draft.ovz,
        place=draft.place,
        corrected=tuple((typed, said) for said, typed in sentence.typed.items() if used & set(said.split())),
    )
