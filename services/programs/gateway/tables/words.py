"""Russian words of a table as the Navigator's codes."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from services.programs.gateway.navigator.codes import WEEK
from services.programs.gateway.tables.columns import letters

_DAYS = list(WEEK)
_TIMES = r"(\d{1,2}[:.]\d\d)\s*(?:[-–—]|до)\s*(\d{1,2}[:.]\d\d)"
_LESSON = re.compile(rf"([^\d;]*?)(?:\bс\s*)?{_TIMES}", re.IGNORECASE)
_SPAN = re.compile(r"\s*[-–—]\s*")
_BETWEEN_DAYS = re.compile(r"[\s,/.]+|\bи\b", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[;,\n]")


@cache
def _words() -> dict[str, dict[str, str]]:
    told = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return {kind: {letters(word): code for word, code in words.items()} for kind, words in told.items()}


def code(kind: str, told: str) -> str:
    """The code of a word; what has none is told on as it is, for the tests to refuse or to warn of."""
    return _words()[kind].get(letters(told), told)


def codes(kind: str, told: str) -> list[str]:
    """Codes of a list; «нет» and blanks are none, «да» is none too: it names no kind."""
    parts = (part.strip() for part in _BETWEEN_WORDS.split(told))
    return [code(kind, part) for part in parts if letters(part) and _words()["flag"].get(letters(part)) is None]


def is_yes(told: str) -> bool:
    """Whether a cell says yes."""
    return code("flag", told).lower() in {"true", "1"}


def lessons(told: str) -> list[dict[str, object]]:
    """«вт 17:00–18:30; сб 10:00–11:30» as fields of schedules. What cannot be read becomes one that is refused."""
    found: list[dict[str, object]] = []
    for part in filter(str.strip, told.split(";")):
        end = 0
        for lesson in _LESSON.finditer(part):
            found.append(_lesson(lesson[1], lesson[2], lesson[3]))
            end = lesson.end()
        if letters(part[end:]):
            found.append(_lesson(part[end:], "", ""))
    return found


def _lesson(days: str, starts: str, ends: str) -> dict[str, object]:
    return {
        "weekDays": _days(days),
        "timeStart": starts.replace(".", ":"),
        "timeEnd": ends.replace(".", ":"),
    }


def _days(told: str) -> list[str]:
    """Codes of days: «пн, ср», «пн–пт», «понедельник и среда»."""
    found: list[str] = []
    for word in filter(None, _BETWEEN_DAYS.split(_SPAN.sub("-", told.strip(" ,.")))):
        first, mark, last = (code("day", part) for part in word.partition("-"))
        if mark and first in WEEK and last in WEEK and WEEK[first] < WEEK[last]:
            found += _DAYS[WEEK[first] : WEEK[last] + 1]
        else:
            found.append(word if mark else first)
    return found
