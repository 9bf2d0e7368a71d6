"""What is looked for and what is not wanted: the words of a sentence that are no condition."""

from dataclasses import dataclass, field

from services.programs.rules.lexicon import OR, Lexicon
from services.programs.rules.sentence import Token
from services.programs.rules.words import grammar, read

MOST_WORDS = 8
_OR = {"или", "либо", "or"}
_AND = {"и", "and", "да", "также"}
_JOINTS = _OR | _AND | {"ни", "nor"}
_STOPS = frozenset(".;!?")
_UNITS = {"улица", "руб", "тыс", "л", "час", "мин", "раз", "человек", "лет", "месяц", "неделя", "дата", "день", "ночь"}
_LONGEST_SMALL = 2
"""Digits of a number that nobody looks for by itself."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or a term of several: its text, and the tokens that it takes; ``focus``: the word names a focus too."""

    text: str
    first: int
    last: int
    focus: str = ""


@dataclass(slots=True)
class Topics:
    """Units to find and units to avoid, in the order of the sentence."""

    wanted: list[Unit] = field(default_factory=list)
    unwanted: list[Unit] = field(default_factory=list)


@dataclass(slots=True)
class _Scope:
    """How far a negation reaches: its kind, and whether it has met a word yet."""

    kind: str = ""
    is_fresh: bool = True
    has_joint: bool = False


def mark_terms(found: list[Token], lexicon: Lexicon) -> None:
    """Words that are one term together («художественная гимнастика») are no conditions."""
    at = 0
    while at < len(found):
        reach = at + 1
        while reach < len(found) and not found[reach].gap.strip(" -") and not found[reach].role:
            reach += 1
        length = 0 if found[at].role else lexicon.phrase([token.text for token in found[at:reach]])
        for number in range(at, at + length):
            found[number].role = f"term {length}" if number == at else "inside"
        at += length or 1


def read_topics(found: list[Token], lexicon: Lexicon) -> Topics:
    """Words that nobody took, apart into wanted and unwanted ones."""
    topics, scope = Topics(), _Scope()
    for at, token in enumerate(found):
        if _STOPS & set(token.gap):
            scope = _Scope()
        if token.role in {"one", "many"}:
            scope = _Scope(token.role)
        elif token.role == "refuse":
            scope = _Scope() if _refused(found, at, topics) else _Scope(token.role)
        elif token.role in {"ends", "taken"}:
            scope = _Scope()
        elif unit := _unit(found, at):
            _sort(found, unit, scope, topics, lexicon)
        elif token.text in _JOINTS:
            scope.has_joint = True
        elif token.role not in {"inside", "negation"} and not scope.is_fresh and not scope.has_joint:
            scope.kind = ""
    return topics


def joined(found: list[Token], units: list[Unit]) -> list[str]:
    """Texts of units, alternatives as one: «шахматы или шашки», also where a comma stands between."""
    words: list[str] = []
    is_listed = False
    for number, unit in enumerate(units):
        between = found[units[number - 1].last + 1 : unit.first + 1] if number else []
        said = {token.text for token in between[:-1]}
        signs = "".join(token.gap for token in between)
        is_listed = bool(said & _OR) or "," in signs or "/" in signs or (is_listed and bool(said & _AND))
        if is_listed and words:
            words[-1] = f"{words[-1]}{OR}{unit.text}" if unit.text not in words[-1].split(OR) else words[-1]
        elif unit.text not in words:
            words.append(unit.text)
    return words[:MOST_WORDS]


def _unit(found: list[Token], at: int) -> Unit | None:
    """The word or the term that begins at a token; None for what was taken, serves only, or measures."""
    token = found[at]
    if token.role.startswith("term "):
        last = at + int(token.role.removeprefix("term ")) - 1
        return Unit(" ".join(one.text for one in found[at : last + 1]), at, last)
    if token.role.startswith("focus "):
        return Unit(token.text, at, at, token.role.removeprefix("focus "))
    if token.role or token.key in _UNITS or token.key == "№":
        return None
    is_small = token.key.isdecimal() and len(token.text) <= _LONGEST_SMALL and token.text.isdecimal()
    return None if is_small or read(token.text)[1] else Unit(token.text, at, at)


def _sort(found: list[Token], unit: Unit, scope: _Scope, topics: Topics, lexicon: Lexicon) -> None:
    """Put a unit where it belongs, and move the scope on."""
    last = topics.unwanted[-1] if topics.unwanted else None
    if scope.kind and not scope.is_fresh and not scope.has_joint and last is not None:
        gap = "".join(token.gap for token in found[last.last + 1 : unit.first + 1])
        if "," in gap:
            is_listed = scope.kind == "refuse" or (
                scope.kind == "many" and "gent" in grammar(unit.text.partition(" ")[0])
            )
            scope.kind = scope.kind if is_listed else ""
        elif unit.first == last.last + 1 and _belongs(last.text, unit.text):
            topics.unwanted[-1] = Unit(f"{last.text} {unit.text}", last.first, unit.last)
            return
        else:
            scope.kind = ""
    scope.is_fresh = scope.has_joint = False
    if scope.kind:
        topics.unwanted.append(unit if lexicon.is_term(unit.text) else _whole(unit, topics))
    else:
        topics.wanted.append(unit)


def _whole(unit: Unit, topics: Topics) -> Unit:
    """«танцы, но не народные»: a kind of what is wanted, not everything of the kind."""
    noun = topics.wanted[-1].text.rpartition(" ")[2] if topics.wanted else ""
    if not noun or unit.text.isascii() or " " in unit.text or "NOUN" not in grammar(noun):
        return unit
    marks = grammar(unit.text)
    return Unit(f"{unit.text} {noun}", unit.first, unit.last) if "ADJF" in marks and "NOUN" not in marks else unit


def _belongs(word: str, other: str) -> bool:
    """Whether two neighbours are one thing: «бальные танцы», «игра на гитаре», «ballroom dancing»."""
    if word.isascii() and other.isascii():
        return True
    before, after = grammar(word.rpartition(" ")[2]), grammar(other.partition(" ")[0])
    return "ADJF" in before or ("NOUN" in before and "gent" in after and not after & {"nomn"})


def _refused(found: list[Token], at: int, topics: Topics) -> bool:
    """«футбол не предлагать»: what stands before a refusal is unwanted if nothing follows that could be."""
    after = next(
        (number for number in range(at + 1, len(found)) if found[number].role not in {"drop", "negation"}), None
    )
    is_last = after is None or any(
        "," in token.gap or token.role == "ends" or _STOPS & set(token.gap) for token in found[at + 1 : after + 1]
    )
    before = topics.wanted[-1] if topics.wanted else None
    if not is_last or before is None or before.last != at - 1 or found[at].gap.strip():
        return False
    topics.unwanted.append(topics.wanted.pop())
    while topics.wanted and _is_joined(found, topics.wanted[-1], topics.unwanted[-1]):
        topics.unwanted.append(topics.wanted.pop())
    return True


def _is_joined(found: list[Token], unit: Unit, other: Unit) -> bool:
    between = found[unit.last + 1 : other.first]
    return len(between) == 1 and between[0].text in _JOINTS
