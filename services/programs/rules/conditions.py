"""Phrases of a sentence that are conditions, not words to look for."""

from collections.abc import Sequence

from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.rules import phrases
from services.programs.rules.draft import EVENING, Draft, Line
from services.programs.rules.hours import minutes
from services.programs.rules.phrases import Phrase
from services.programs.rules.sentence import Token
from services.programs.rules.words import normal_forms, tokens

_NEGATORS = {"one", "many", "refuse"}
_EXCLUDERS = {"не", "кроме", "not", "except"}
_SERVICE = {"в", "во", "на", "по", "для", "с", "со", "у", "из", "к", "только"}


def read_places(found: list[Token], places: Sequence[str], line: Line, draft: Draft) -> None:
    """Settlements: «в Лесной Поляне», «Рудничный» for «Рудничный район»; the last one said, if it was not excluded."""
    for place in places:
        names = [normal_forms(word) for word in tokens(place)]
        is_district = len(names) > 1 and "район" in names[-1]
        for name in (names, names[:-1]) if is_district else (names,):
            at = _find(found, name)
            if at is None:
                continue
            is_excluded = any(token.text in _EXCLUDERS for token in found[max(at - 2, 0) : at])
            for number in range(at, at + len(name)):
                take(found, number, line)
            if not is_excluded and at >= draft.place_at:
                draft.place, draft.place_at = place, at


def read_phrases(found: list[Token], line: Line, draft: Draft) -> None:
    """Mark every phrase that somebody else has not taken: conditions, negations, empty words."""
    free = set(line.free())
    forms = [token.forms if number in free and not token.role else () for number, token in enumerate(found)]
    at = 0
    while at < len(found):
        phrase = phrases.phrase_at(forms, at) if forms[at] else None
        if phrase is None:
            at += 1
            continue
        _mark(found, at, phrase, line, draft)
        at += len(phrase.words)


def take(found: list[Token], number: int, line: Line) -> None:
    """A token is part of a condition."""
    found[number].role = "taken"
    line.blot(line.at(number), line.at(number) + len(found[number].key))


def _mark(found: list[Token], at: int, phrase: Phrase, line: Line, draft: Draft) -> None:
    numbers = range(at, at + len(phrase.words))
    if phrase.kind == "focus" and len(phrase.words) == 1:
        found[at].role = f"focus {phrase.value}"
        return
    if phrase.kind in {"negation", "drop"}:
        for number in numbers:
            found[number].role = phrase.kind
        found[at].role = phrase.value if phrase.kind == "negation" else phrase.kind
        return
    is_negated = _is_negated(found, at)
    for number in numbers:
        take(found, number, line)
    if is_negated:
        _apply_negated(phrase, draft)
    else:
        _apply(phrase, draft)


def _is_negated(found: list[Token], at: int) -> bool:
    while at > 0 and found[at - 1].text in _SERVICE and not found[at].gap.strip():
        at -= 1
    while at > 0 and found[at - 1].role == "negation":
        at -= 1
    return at > 0 and found[at - 1].role in _NEGATORS


def _apply(phrase: Phrase, draft: Draft) -> None:
    match phrase.kind:
        case "ovz":
            draft.ovz = draft.ovz or OvzType(phrase.value)
        case "flags":
            draft.flags.add(phrase.value)
        case "form":
            draft.form = draft.form or StudyForm(phrase.value)
        case "level":
            draft.level = draft.level or Level(phrase.value)
        case "focus":
            draft.focus = draft.focus or Focus(phrase.value)
        case "ages":
            youngest, oldest = phrase.value.split("-")
            draft.add_ages("kind", int(youngest), int(oldest))
        case "days":
            draft.days.update(int(day) for day in phrase.value)
        case "times":
            begin, end = (minutes(hour, "утро") if hour else None for hour in phrase.value.split("-"))
            draft.after += [begin] if begin is not None else []
            draft.before += [end] if end is not None else []


def _apply_negated(phrase: Phrase, draft: Draft) -> None:
    """«не онлайн», «не утром», «кроме рабочих дней»; other negated conditions ask for nothing."""
    match phrase.kind:
        case "form" if phrase.value == StudyForm.EXTRAMURAL:
            draft.form = StudyForm.FULL_TIME
        case "days":
            draft.other_days.update(int(day) for day in phrase.value)
        case "times":
            begin, end = (minutes(hour, "утро") if hour else None for hour in phrase.value.split("-"))
            draft.after += [end] if end is not None and begin is None else []
            draft.before += [begin] if begin is not None and end is None and begin < EVENING else []


def _find(found: list[Token], name: list[tuple[str, ...]]) -> int | None:
    """Where a name stands among the tokens."""
    for at in range(len(found) - len(name) + 1 if name else 0):
        window = found[at : at + len(name)]
        if all(not token.role and set(forms) & set(token.forms) for token, forms in zip(window, name, strict=True)):
            return at
    return None
