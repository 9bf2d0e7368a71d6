"""Russian typed otherwise: by a keyboard in the wrong layout, in Latin letters, with Latin look-alikes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, product

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`{}:\"<>~"
_LETTERS = "йцукенгшщзхъфывапролджэячсмитьбюёхъжэбюё"
_TO_RUSSIAN = str.maketrans(_KEYS, _LETTERS)
_TO_LATIN = str.maketrans(_LETTERS[:33], _KEYS[:33])
_TWINS = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_RUN = re.compile(r"[a-z\[\]{};:'\",.<>`~]*[a-z][a-z\[\]{};:'\",.<>`~]*")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)*")
_MIXED = re.compile(r"(?=[^\W\d_]*[a-z])(?=[^\W\d_]*[а-яё])[a-zа-яё]+")
_TAG = re.compile(r"</?[a-z]+>")
_ENDS = ".,;:'\"!?<>"
_SHORT = 2
MOST_RUNS = 30
"""Latin words of one text that are looked at."""
_MOST_READINGS = 48
_SOUNDS = {
    "shch": "щ", "sch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "ck": "к", "ph": "ф", "th": "т",
    "yo": "ё йо ьо", "jo": "ё йо", "yu": "ю ью", "ju": "ю ью", "ya": "я ья", "ja": "я ья", "ye": "е ье", "je": "е ье",
    "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "e": "е", "z": "з", "i": "и", "j": "й ж дж ь", "k": "к",
    "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х",
    "c": "ц к с", "w": "в ш", "q": "к", "x": "кс х", "y": "ы й ь и", "'": "ь",
}  # fmt: skip
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_VOWELS = frozenset("aeiouy")
_AFTER_VOWEL = {"y": "й ы", "i": "и й", "j": "й ж"}


@dataclass(frozen=True, slots=True)
class Known:
    """Who knows words: Russian ones, those in Latin letters, and the nearest to a misspelt Russian one."""

    is_russian: Callable[[str], bool]
    is_latin: Callable[[str], bool]
    nearest: Callable[[str], str | None]


def mend(text: str, known: Known) -> tuple[str, dict[str, str]]:
    """The text with Latin runs read as Russian where that makes words, and what was typed by what is read.

    Words of one or two letters are read by the company they keep.
    """
    if not any("a" <= sign <= "z" for sign in text):
        return text, {}
    text = _MIXED.sub(lambda run: run[0].translate(_TWINS), text)
    typed: dict[str, str] = {}
    ways: set[str] = set()
    left = iter(range(MOST_RUNS))

    def replace(run: re.Match[str]) -> str:
        way, read = _read(run[0], known) if next(left, None) is not None else ("", run[0])
        if way:
            ways.add(way)
            typed[read.strip(_ENDS)] = run[0].strip(_ENDS) if way == "letters" else run[0]
        return read

    text = _RUN.sub(replace, text)
    if ways:
        text = _RUN.sub(lambda run: _short(run[0], ways, known), text)
    return text, typed


def layouts(word: str) -> str:
    """A word as the other layout of the keyboard types it."""
    return word.translate(_TO_RUSSIAN) if word.isascii() else word.translate(_TO_LATIN)


def readings(word: str) -> list[str]:
    """Russian readings of a word in Latin letters, the likeliest first."""
    options = [_options(word, sound) for sound in _SOUND.finditer(word)]
    if sum(len(sound[0]) for sound in _SOUND.finditer(word)) != len(word):
        return []
    found = ["".join(letters) for letters in islice(product(*options), _MOST_READINGS)]
    return [*found, *(f"э{one[1:]}" for one in found[:1] if one.startswith("е"))]


def _options(word: str, sound: re.Match[str]) -> list[str]:
    before = word[sound.start() - 1 : sound.start()]
    if before in _VOWELS and before:
        return _AFTER_VOWEL.get(sound[0], _SOUNDS[sound[0]]).split()
    return _SOUNDS[sound[0]].split()


def _read(run: str, known: Known) -> tuple[str, str]:
    """How a run of Latin letters was typed («keys», «letters», "" if it is not Russian) and what it says."""
    core = run.strip(_ENDS)
    if len(run) <= _SHORT or known.is_latin(core) or _TAG.fullmatch(run):
        return "", run  # «<b>» is somebody's markup, not «бию»
    parts = [(part, part.translate(_TO_RUSSIAN)) for part in dict.fromkeys((run, run.rstrip(_ENDS), core))]
    for part, said in parts:
        if len(said) > _SHORT and said.isalpha() and known.is_russian(said):
            return "keys", run.replace(part, said, 1)
    spelt = _LATIN.sub(lambda word: _sounded(word[0], known), run)
    if spelt == run and not core.isalpha() and not any(known.is_latin(word) for word in _LATIN.findall(run)):
        mended = next((near for _part, said in parts if said.isalpha() and (near := known.nearest(said))), None)
        return ("keys", mended) if mended else ("", run)
    return ("letters" if spelt != run else ""), spelt


def _sounded(word: str, known: Known) -> str:
    if len(word) <= _SHORT or known.is_latin(word):
        return word
    return next((said for said in readings(word) if known.is_russian(said)), word)


def _short(run: str, ways: set[str], known: Known) -> str:
    core = run.strip(_ENDS)
    if len(core) > _SHORT:
        return run
    said = run.translate(_TO_RUSSIAN) if "keys" in ways else next(iter(readings(core)), core)
    return said if said.isalpha() and known.is_russian(said) else run
