"""A territory with a hundred thousand programs: invented, in Russian, the same at every run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate, product, zip_longest
from random import Random
from tomllib import loads

from services.programs.actions.indexing import words_of
from services.programs.models import Focus, Level, OvzType, StudyForm
from tests.support.shelves import GroupRow, Row

TODAY = date(2026, 11, 23)
START = date(2026, 9, 1)
END = date(2027, 5, 31)
CENTRE = (55.355, 86.087)
SEED = 1
_TITLES = (
    "{name}",
    "{name} для начинающих",
    "{name}: первые шаги",
    "Студия «{dream}»: {name}",
    "Школа «{dream}». {name}",
    "{name}, ступень {step}",
    "«{dream}»",
    "Мир, в котором {name}",
)
_SAID = (
    "Занимаемся так: {about}.",
    "На занятиях — {about}.",
    "Программа знакомит ребят с темой «{name}»: {about}.",
    "{about}. Группы небольшие, педагог опытный.",
    "Наше направление — {name}. Ребята пробуют {about}.",
)
_CONTENT = (
    "Содержание: {about}, {about}, а также {word} и {word}.",
    "Результат обучения: ребёнок умеет {word}, знает {word}, участвует в проектах.",
    "Кабинет оборудован: {word}, {word}, {word}, столы и стулья по росту.",
    "Педагог {word}, стаж {years} лет, победитель конкурса «{dream}».",
    "Для кого: для детей, которым интересны {name} и {other}.",
    "Мы дружим с соседями: {other} в том же здании, выступаем вместе на празднике «{dream}».",
    "Цель: развить {word}, {word}, внимание, самостоятельность, умение работать в команде.",
)
_STREETS = ("Садовая", "Весенняя", "Институтская", "Шахтёров", "Терешковой", "Волгоградская", "Патриотов", "Лесная")
_SYLLABLES = tuple(a + b for a in "бвгдзклмнпрст" for b in ("а", "е", "и", "у"))
_BEGINNINGS = tuple(f"{a}{b}{c}" for a in "бвгкпт" for b in "лр" for c in "аиуэ")
_RARE = "¤"
_TIMES = ("09:00", "10:00", "11:00", "14:00", "15:30", "17:00", "18:00", "18:30")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a program may be about; ``weight``: how often it is."""

    name: str
    focus: Focus
    about: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Town:
    """Words and topics that programs are made of."""

    topics: tuple[Topic, ...]
    dreams: tuple[str, ...]
    words: tuple[str, ...]


@cache
def town() -> Town:
    """Read the words of the town."""
    told = loads(files("tests.benchmarks").joinpath("searching_town.toml").read_text(encoding="utf-8"))
    topics = tuple(
        Topic(name, Focus(focus), tuple(one.strip() for one in about.split(",")), weight)
        for focus, listed in told["topics"].items()
        for name, (weight, about) in listed.items()
    )
    return Town(topics, tuple(told["dreams"]["names"].split()), _rare_words())


def programs(count: int) -> Iterator[Row]:
    """The first programs of the town; a shorter list is the beginning of a longer one."""
    random, known = Random(SEED), town()
    weights = list(accumulate(topic.weight for topic in known.topics))
    tail = list(accumulate(1 / (rank + 20) for rank in range(len(known.words))))
    for _number in range(count):
        topic, other = random.choices(known.topics, cum_weights=weights, k=2)
        yield _program(random, topic, other, random.choices(known.words, cum_weights=tail, k=16))


def _program(random: Random, topic: Topic, other: Topic, rare: Sequence[str]) -> Row:
    def told(pattern: str) -> str:
        said = pattern.format_map(_Blanks(random, topic, other))
        return said[:1].upper() + said[1:]

    youngest = random.choice((3, 4, 5, 5, 6, 6, 7, 7, 7, 8, 9, 10, 11, 12, 14))
    is_adapted = random.random() < 0.06
    lat, lon = CENTRE
    title = told(random.choice(_TITLES))
    summary = " ".join(told(line) for line in random.sample(_SAID, 2))
    details = "\n".join(told(line) for line in random.sample(_CONTENT, 5))
    words = words_of(title, [summary], [details])
    return Row(
        title=title,
        summary=summary,
        details=_with(details, rare),
        words=replace(words, body=" ".join((words.body, *dict.fromkeys(rare)))),
        focus=topic.focus,
        ages=(12 * youngest, 12 * min(18, youngest + random.randint(2, 8))),
        form=random.choices(list(StudyForm), (90, 6, 4))[0],
        level=random.choices(list(Level), (55, 35, 10))[0],
        ovz=random.choice(list(OvzType)).bit if is_adapted else 0,
        is_payable=random.random() < 0.7,
        point=(lat + random.gauss(0, 0.08), lon + random.gauss(0, 0.12)) if random.random() < 0.9 else None,
        address=f"г. Кемерово, ул. {random.choice(_STREETS)}, {random.randint(1, 180)}",
        groups=tuple(_group(random) for _each in range(random.choice((1, 2, 2, 2, 3)))),
    )


def _with(text: str, rare: Sequence[str]) -> str:
    """The text with invented words in its blanks: they are their own normal forms."""
    parts = text.split(_RARE)
    return "".join(part + word for part, word in zip_longest(parts, rare[: len(parts) - 1], fillvalue=""))


def _group(random: Random) -> GroupRow:
    capacity = random.choice((8, 10, 12, 15, 20))
    days = random.sample(range(7), random.choice((1, 2, 2, 3)))
    begin = random.choice(_TIMES)
    return GroupRow(
        capacity=capacity,
        taken=random.choice((0, capacity // 2, capacity - 1, capacity)),
        starts_on=START + timedelta(days=random.randint(0, 120)),
        ends_on=END if random.random() < 0.95 else TODAY - timedelta(days=7),
        closed_on=date(2026, 10, 1) if random.random() < 0.1 else None,
        price=random.choice((0, 0, 0, None, 150_000, 200_000, 320_000)),
        lessons=tuple((day, begin, 60) for day in sorted(days)),
    )


class _Blanks(dict[str, str]):
    """Fills the blanks of a sentence."""

    def __init__(self, random: Random, topic: Topic, other: Topic) -> None:
        super().__init__()
        self._random, self._topic, self._other = random, topic, other

    def __missing__(self, key: str) -> str:
        match key:
            case "name":
                return self._topic.name
            case "other":
                return self._other.name
            case "about":
                return self._random.choice(self._topic.about)
            case "dream":
                return self._random.choice(town().dreams)
            case "word":
                return _RARE
            case _:
                return str(self._random.randint(1, 9))


def _rare_words() -> tuple[str, ...]:
    """Invented words that texts mention in passing: the vocabulary is as large as life's."""
    random = Random(SEED)
    found = ["".join(parts) + "о" for parts in product(_BEGINNINGS, _SYLLABLES, _SYLLABLES)]
    random.shuffle(found)
    return tuple(found)
