"""Figures of a group (price, first lesson), and what a typed search means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Any

WEEK = 7


@dataclass(frozen=True, slots=True)
class LessonView:
    """A weekly lesson: ``weekday`` counts from Monday as 0, ``starts_at`` is local ``HH:MM``."""

    weekday: int
    starts_at: str
    minutes: int

    @property
    def ends_at(self) -> str:
        """Local ``HH:MM`` of the end."""
        begin = datetime.combine(date.min, time.fromisoformat(self.starts_at))
        return (begin + timedelta(minutes=self.minutes)).strftime("%H:%M")


def nominal(hours: int, hour_price: int) -> int:
    """The cost of a whole course in kopecks: academic hours by the normative cost of a person-hour in kopecks."""
    return hours * hour_price


def first_lesson(
    lessons: Iterable[LessonView],
    starts_on: date,
    ends_on: date,
    not_before: date,
    zone: tzinfo,
) -> tuple[datetime, datetime] | None:
    """Start and end (aware, in ``zone``) of the first lesson on ``not_before`` or later.

    None if the group's course is over by then or has no lessons.
    """
    first = max(starts_on, not_before)
    starts = [
        (day, time.fromisoformat(lesson.starts_at), lesson.minutes)
        for lesson in lessons
        if (day := first + timedelta(days=(lesson.weekday - first.weekday()) % WEEK)) <= ends_on
    ]
    if not starts:
        return None
    day, hour, minutes = min(starts)
    begin = datetime.combine(day, hour, tzinfo=zone)
    end = (begin.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
    return begin, end


# What a person typed in the search, as filters and words.

LONGEST_QUERY = 300
MOST_WORDS = 8
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SERVICE_PARTS = {"PREP", "CONJ", "PRCL", "NPRO", "INTJ"}
_GENERIC = frozenset(
    _TOKEN.findall(
        "кружок секция занятие заниматься ребенок дочь дочка сын сынок мальчик девочка искать найти поискать хотеть "
        "хотеться нужно нужный надо подобрать год лет возраст день запись записать записаться класс школьник любой "
        "a an the for on in at with to of and or i we my me our old kid kids child children son daughter boy girl find "
        "want need looking look search club clubs class classes lesson lessons please age aged any",
    ),
)
_AGE_BEFORE = {"для", "ребенку", "ребёнку", "сыну", "дочери", "возраст", "for", "age", "aged"}
_YEARS = {"лет", "год", "года", "годика", "year", "years", "yr", "yrs", "yo"}
_NUMERALS = {
    word: number
    for number, word in enumerate(
        _TOKEN.findall(
            "три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать "
            "шестнадцать семнадцать восемнадцать"
        ),
        start=3,
    )
}
_YEARLINGS = {
    f"{stem}летний": number
    for number, stem in enumerate(
        _TOKEN.findall(
            "трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати четырнадцати "
            "пятнадцати шестнадцати семнадцати"
        ),
        start=3,
    )
}
_DAYS: dict[str, tuple[int, ...]] = {
    name: days
    for days, names in (
        ((0,), "понедельник пн monday mondays mon"),
        ((1,), "вторник вт tuesday tuesdays tue"),
        ((2,), "среда ср wednesday wednesdays wed"),
        ((3,), "четверг чт thursday thursdays thu"),
        ((4,), "пятница пт friday fridays fri"),
        ((5,), "суббота субботний сб saturday saturdays sat"),
        ((6,), "воскресенье воскресение воскресный вс sunday sundays sun"),
        ((5, 6), "выходной weekend weekends"),
        ((0, 1, 2, 3, 4), "будни будний будень weekday weekdays"),
    )
    for name in names.split()
}
_FREE = {"бесплатно", "бесплатный", "сертификат", "free", "certificate"}
_SPELT_DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


@dataclass(frozen=True, slots=True)
class Understood:
    """What the search made of a typed text.

    ``words`` as typed, in small letters; ``age`` in years; ``weekdays`` from Monday as 0; ``is_free``: only what a
    certificate pays; ``relaxed``: nothing had all the words, so some of them are missing in what was found.
    """

    words: tuple[str, ...] = ()
    age: int | None = None
    weekdays: tuple[int, ...] = ()
    is_free: bool = False
    relaxed: bool = False

    @property
    def text(self) -> str:
        """The same wishes typed anew: ``understand`` reads them back."""
        age = [f"{self.age} лет"] if self.age is not None else []
        days = [_SPELT_DAYS[day] for day in self.weekdays]
        return " ".join([*age, *self.words, *days, *(["бесплатно"] if self.is_free else [])])


def understand(text: str) -> Understood | None:
    """Read an age, weekdays, «бесплатно» and the words to look for; None if there is nothing to read at all.

    Words that every parent types («кружок для ребёнка») are left out: a text of them alone asks for everything.
    """
    tokens = _TOKEN.findall(text[:LONGEST_QUERY].lower())
    if not tokens:
        return None
    words: list[str] = []
    days: set[int] = set()
    age, is_free, at = None, False, 0
    while at < len(tokens):
        token, years = tokens[at], _age_at(tokens, at)
        if years is not None:
            age, length = years
            at += length
            continue
        named = _days_at(tokens, at)
        days.update(named)
        is_free = is_free or not _FREE.isdisjoint(normal_forms(token))
        if not named and _FREE.isdisjoint(normal_forms(token)) and not _is_empty(token) and token not in words:
            words.append(token)
        at += 1
    return Understood(tuple(words[:MOST_WORDS]), age, tuple(sorted(days)), is_free)


def less(wish: Understood, part: str) -> Understood:
    """The wish without its ``age``, ``days``, ``words`` or ``free``; an unknown part changes nothing."""
    return Understood(
        words=() if part == "words" else wish.words,
        age=None if part == "age" else wish.age,
        weekdays=() if part == "days" else wish.weekdays,
        is_free=wish.is_free and part != "free",
    )


def search_text(*texts: str) -> str:
    """Normal forms of all words, each between blanks: « робот робототехника »."""
    tokens = _TOKEN.findall(" ".join(texts).lower())
    return f" {' '.join(dict.fromkeys(form for token in tokens for form in normal_forms(token)))} "


def normal_forms(token: str) -> tuple[str, ...]:
    """All normal forms of a word, not only the likeliest («математика» is also «математик»), ё folded after it."""
    return _read(token)[0]


def _age_at(tokens: list[str], at: int) -> tuple[int, int] | None:
    """An age that begins at a token, and how many tokens say it: «8 лет», «7–9 лет» (the younger), «для 8»."""
    for form in normal_forms(tokens[at]):
        if form in _YEARLINGS:
            return _YEARLINGS[form], 1
    number = _number(tokens[at])
    if number is None:
        return None
    length = _years_after(tokens[at + 1 : at + 4])
    if length:
        return number, 1 + length
    is_grade = "класс" in _forms_of(tokens[at + 1 : at + 2])
    alone = len(tokens) == 1 or (at > 0 and tokens[at - 1] in _AGE_BEFORE and not is_grade)
    return (number, 1) if alone and tokens[at].isdigit() and number in range(3, 19) else None


def _years_after(tokens: list[str]) -> int:
    """How many tokens after a number make it an age («лет», «9 лет», «до 9 лет»); 0 if it is none."""
    if tokens and _is_years(tokens[0]):
        return 1
    joint = 1 if tokens[:1] in (["до"], ["to"]) else 0
    upper = tokens[joint : joint + 2]
    is_range = len(upper) == 2 and _number(upper[0]) is not None and _is_years(upper[1])
    return joint + 2 if is_range else 0


def _days_at(tokens: list[str], at: int) -> tuple[int, ...]:
    """The weekdays that a token names; «окружающая среда» is not a Wednesday."""
    if "среда" in normal_forms(tokens[at]) and "окружать" in _forms_of(tokens[max(at - 1, 0) : at]):
        return ()
    return next((_DAYS[form] for form in normal_forms(tokens[at]) if form in _DAYS), ())


def _number(token: str) -> int | None:
    if token.isdigit():
        return int(token) if len(token) <= len("18") else None
    return next((_NUMERALS[form] for form in normal_forms(token) if form in _NUMERALS), None)


def _is_years(token: str) -> bool:
    return token in _YEARS or "летний" in normal_forms(token)


def _is_empty(token: str) -> bool:
    forms, is_service = _read(token)
    return is_service or not _GENERIC.isdisjoint(forms)


def _forms_of(tokens: list[str]) -> set[str]:
    return {form for token in tokens for form in normal_forms(token)}


@lru_cache(maxsize=50_000)
def _read(token: str) -> tuple[tuple[str, ...], bool]:
    """Normal forms of a word, and whether it is a preposition or another word that only serves."""
    parses = _analyser().parse(token)
    forms = dict.fromkeys(parse.normal_form.replace("ё", "е") for parse in parses)
    return tuple(forms), str(parses[0].tag.POS) in _SERVICE_PARTS


@cache
def _analyser() -> Any:
    """The dictionary takes 20 MB and a tenth of a second: it is read at the first search."""
    import pymorphy3  # noqa: PLC0415 (see above)

    return pymorphy3.MorphAnalyzer()
