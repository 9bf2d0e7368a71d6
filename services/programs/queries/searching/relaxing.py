"""What a search tries when nothing has all that was asked: one condition less at a time, never a dead end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.programs.rules import Lexicon, Wish, less, parts, relaxations
from services.programs.rules.lexicon import OR
from services.programs.rules.words import grammar

ADAPTED = "adapted"
"""Not a part of the wish: programs that are only for children with special needs, though none were named."""
_WORD = "word:"
_VERBS, _NOUN = {"INFN", "VERB", "GRND"}, "NOUN"
Attempt = tuple[Wish, tuple[str, ...]]


def attempts(wish: Wish, lexicon: Lexicon) -> Iterator[Attempt]:
    """The wish, then what is left of it, each with what was given up; the age and special needs always stay.

    First one condition alone, then several; then a wider topic («дзюдо» → «единоборства»), what is made only for
    special needs, fewer words. What asks for nothing any more is not tried.
    """
    seen = {wish}
    yield wish, ()
    for left, given_up in _attempts(wish, lexicon):
        if (left not in seen or given_up == (ADAPTED,)) and parts(left):
            seen.add(left)
            yield left, given_up


def _attempts(wish: Wish, lexicon: Lexicon) -> Iterator[Attempt]:
    yield _without_verbs(wish, lexicon), ()
    order = relaxations(wish, lexicon=lexicon)
    conditions = [part for part in order if not part.startswith(_WORD)]
    words = [part for part in order if part.startswith(_WORD)]
    lost = [part for part in words if not lexicon.finds(part.removeprefix(_WORD))]
    if not lost:
        yield from ((_without(wish, given_up), given_up) for given_up in _steps(conditions))
    yield from _wider(wish, words, lexicon)
    if wish.ovz is None and not wish.is_adapted:
        yield wish, (ADAPTED,)
    for given_up in _steps(words):
        yield _without(wish, given_up), given_up
    for given_up in _steps(words):
        yield from ((_without(wish, (*some, *given_up)), (*some, *given_up)) for some in _steps(conditions))


def _without_verbs(wish: Wish, lexicon: Lexicon) -> Wish:
    """«прыгать на батутах»: beside a word of the field a verb says nothing new."""
    named = [word for word in wish.words if not _is_verb(word)]
    is_named = any(lexicon.is_term(choice) for word in named for choice in word.split(OR))
    return replace(wish, words=tuple(named)) if is_named else wish


def _is_verb(word: str) -> bool:
    marks = grammar(word)
    return not _VERBS.isdisjoint(marks) and _NOUN not in marks


def _wider(wish: Wish, words: Sequence[str], lexicon: Lexicon) -> Iterator[Attempt]:
    """The same with a wider topic instead of one of the words."""
    for part in words:
        word = part.removeprefix(_WORD)
        wide = lexicon.wider(word)
        if wide:
            topics = tuple(OR.join(wide) if one == word else one for one in wish.words)
            yield replace(wish, words=topics), (part,)


def _without(wish: Wish, given_up: Sequence[str]) -> Wish:
    for part in given_up:
        wish = less(wish, part)
    return wish


def _steps(order: Sequence[str]) -> list[tuple[str, ...]]:
    """Each alone, then the first two, then the first three, and so on."""
    return [*((part,) for part in order), *(tuple(order[:many]) for many in range(2, len(order) + 1))]
