"""Numbers, units, weekdays and joints of a sentence in one spelling each, so that figures can be read by patterns."""

import re
from functools import cache

from services.programs.rules.words import normal_forms


def _table(told: dict[str, str]) -> dict[str, str]:
    return {word: key for key, words in told.items() for word in words.split()}


_EXACT = _table(
    {
        "до": "to till until untill upto",
        "меньше": "менее дешевле less below under cheaper",
        "дороже": "дороже больше более свыше выше more",
        "старше": "старше over above",
        "младше": "младше younger",
        "позже": "позже позднее later",
        "раньше": "раньше ранее earlier",
        "с": "со from since",
        "в": "во at on",
        "и": "and",
        "или": "or",
        "после": "after",
        "перед": "before by",
        "между": "between",
        "не": "not",
        "ни": "nor",
        "кроме": "except without без исключая",
        "руб": "р р. ₽ rub rubles roubles ruble rouble rur руб",
        "тыс": "т k тыс thousand тыщ тыща",
        "л": "л г y",
        "лет": "лт леток летка летки летку летке",
        "час": "ч ч. h час o'clock oclock",
        "утро": "am",
        "вечер": "pm",
        "класс": "кл grade grades",
        "месяц": "мес month monthly ежемесячно mo",
        "максимум": "максимум max maximum",
        "№": "№ номер",
        "мин": "мин minutes min",
    },
)
_LEMMAS = _table(
    {
        "лет": "год годик годок year yr yo years",
        "летний": "летний",
        "полгода": "полгода",
        "месяц": "месяц months",
        "неделя": "неделя week",
        "класс": "класс",
        "руб": "рубль рублик",
        "тыс": "тысяча",
        "час": "час часик hour",
        "мин": "минута минутка",
        "утро": "утро",
        "день": "день",
        "вечер": "вечер",
        "ночь": "ночь",
        "занятие": "занятие урок тренировка lesson",
        "раз": "раз times",
        "человек": "человек ребенок место дитя",
        "смена": "смена",
        "обучение": "обучение",
        "рождение": "рождение",
        "родиться": "родиться",
        "половина": "половина",
        "учебный": "учебный",
        "будущий": "будущий",
        "идти": "идти",
        "пойти": "пойти",
        "перейти": "перейти переходить",
        "предел": "предел",
        "бюджет": "бюджет",
        "начало": "начало начинаться начинать начаться",
        "конец": "закончиться заканчиваться закончить кончаться кончиться конец окончание",
        "школа": "школа лицей гимназия сош дом квартира корпус микрорайон мкр маршрут детсад",
        "улица": "улица ул проспект пр переулок бульвар street",
        "дата": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь september october",
        "возраст": "возраст age aged исполниться ребенок сын дочь мальчик девочка внук внучка дочка сынок",
    },
)
_DAYS = {
    name: key
    for key, names in {
        "d0": "понедельник пн пон monday mondays mon",
        "d1": "вторник вт втор tuesday tuesdays tue tues",
        "d2": "среда ср wednesday wednesdays wed",
        "d3": "четверг чт чет thursday thursdays thu thur thurs",
        "d4": "пятница пт пят friday fridays fri",
        "d5": "суббота субботний сб суб saturday saturdays sat",
        "d6": "воскресенье воскресение воскресный вс вск воскр sunday sundays sun",
        "d56": "выходной weekend weekends",
        "d01234": "будни будний будень weekday weekdays",
    }.items()
    for name in names.split()
}
_SURROUNDINGS = {"окружать", "окружающий", "языковой", "городской", "цифровой", "доступный", "обитание"}
"""«окружающая среда» is not a Wednesday."""
_NUMBERS = (
    "один one/два two/три three/четыре four/пять five/шесть six/семь seven/восемь eight/девять nine/десять ten/"
    "одиннадцать eleven/двенадцать twelve/тринадцать thirteen/четырнадцать fourteen/пятнадцать fifteen/"
    "шестнадцать sixteen/семнадцать seventeen/восемнадцать eighteen/девятнадцать nineteen/двадцать twenty"
)
_GREAT = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
_ORDINALS = "первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый"
_ENGLISH_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh"
_AGE_STEMS = (
    "одно двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати четырнадцати "
    "пятнадцати шестнадцати семнадцати"
)
_GRADE_STEMS = "перво второ третье четверо пяти шести семи восьми девяти десяти одиннадцати"


_FIGURE = re.compile(r"o?\d|d[0-6]")
_UNITS = {"лет", "летний", "месяц", "класс", "руб", "тыс", "час", "мин", "утро", "день", "вечер", "смена", "дата"}


@cache
def _compounds() -> dict[str, str]:
    """«пятилетний» → «5 лет», «второклассница» → «2 класс», «третий» → «o3», «семь» → «7»."""
    found = {word: f"{number}" for number, words in enumerate(_NUMBERS.split("/"), start=1) for word in words.split()}
    found |= {word: f"{hundreds}00" for hundreds, word in enumerate(_GREAT.split(), start=1)}
    found |= {"полтора": "1.5", "оба": "2", "годовалый": "1 лет", "полуторагодовалый": "1 лет", "годовасик": "1 лет"}
    found |= {"тридцать": "30", "сорок": "40", "пятьдесят": "50", "девяносто": "90"}
    for words in (_ORDINALS, _ENGLISH_ORDINALS):
        found |= {word: f"o{number}" for number, word in enumerate(words.split(), start=1)}
    for number, stem in enumerate(_AGE_STEMS.split(), start=1):
        found |= {f"{stem}{end}": f"{number} лет" for end in ("летний", "летка", "летие", "годовалый")}
    for number, stem in enumerate(_GRADE_STEMS.split(), start=1):
        found |= {f"{stem}{end}": f"{number} класс" for end in ("классник", "классница", "клашка", "классный")}
    return found


def key(text: str, near: tuple[str, ...]) -> str:
    """The spelling of a word in the line of figures; ``near``: normal forms of the words beside it."""
    if text in _EXACT:
        return _EXACT[text]
    forms = (text, *normal_forms(text))
    if "среда" in forms and not _SURROUNDINGS.isdisjoint(near):
        return text
    for table in (_DAYS, _compounds(), _LEMMAS):
        found = next((table[form] for form in forms if form in table), None)
        if found is not None:
            return found
    return text


def is_figure(word: str) -> bool:
    """Whether a word alone is a number, a unit, a weekday or a part of the day."""
    said = key(word, ())
    return bool(_FIGURE.match(said)) or said in _UNITS


@cache
def known() -> frozenset[str]:
    """All words that have a spelling of their own."""
    return frozenset((*_EXACT, *_LEMMAS, *_DAYS, *_compounds()))
