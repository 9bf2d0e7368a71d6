"""What a typed search means: filters and words."""

from dataclasses import dataclass

from services.programs.rules.words import TOKEN, normal_forms, read

LONGEST_QUERY = 300
MOST_WORDS = 8
_GENERIC = frozenset(
    TOKEN.findall(
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
        TOKEN.findall(
            "три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать "
            "шестнадцать семнадцать восемнадцать"
        ),
        start=3,
    )
}
_YEARLINGS = {
    f"{stem}летний": number
    for number, stem in enumerate(
        TOKEN.findall(
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
    tokens = TOKEN.findall(text[:LONGEST_QUERY].lower())
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
    forms, is_service = read(token)
    return is_service or not _GENERIC.isdisjoint(forms)


def _forms_of(tokens: list[str]) -> set[str]:
    return {form for token in tokens for form in normal_forms(token)}
