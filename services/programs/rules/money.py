"""Money in a sentence."""

import re

from services.programs.rules.draft import Draft, Line

LEAST = 100
"""Roubles from which a figure after «до» can be money without saying so."""
KOPECKS = 100
LESSONS_PER_MONTH = 8
"""Two lessons a week: by how much a price of one is taken for a month's."""
MONTHS_PER_YEAR = 9
"""A course runs from September to May."""
_SUM = r"(?P<sum>\d+(?:\.\d)?)(?P<thousand> (?:тыс|к))?"
_LIMIT = r"(?:до|меньше|не (?:дороже|дорогой|превышать|старше)|максимум|(?:в )?предел|бюджет|за|по|не|цена|стоимость)"
_PER = r"(?: (?:(?:в|за|на|per|a) )?(?P<per>месяц|учебный лет|лет|занятие|час|раз))?"


def _rx(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{text})(?!\S)")


_FROM = r"(?<!не )(?:от|дороже) \d+(?:\.\d)?(?: (?:тыс|к))?"
_FLOOR = _rx(rf"{_FROM}(?: руб)?(?= (?:до|-))|{_FROM} руб")
_ROUBLES = _rx(
    rf"(?:(?:{_LIMIT}) ){{0,3}}(?:(?<!после )(?<!позже )\d+(?:\.\d)?(?: (?:тыс|к))?(?: руб)? (?:до|-) )?"
    rf"{_SUM} руб{_PER}"
)
_THOUSANDS = _rx(rf"(?:(?:{_LIMIT}) ){{0,3}}(?:\d+(?:\.\d)? - )?(?P<sum>\d+(?:\.\d)?)(?P<thousand> (?:тыс|к)){_PER}")
_THOUSAND = _rx(rf"(?:(?:{_LIMIT}) ){{1,3}}(?P<thousand>тыс)(?: руб)?{_PER}")
_LIMITED = _rx(rf"(?:(?:{_LIMIT}) ){{1,3}}(?P<sum>\d{{3,6}}){_PER}")
_MONTHLY = _rx(r"(?:\d{3,6} - )?(?P<sum>\d{3,6}) (?:в|за) (?P<per>месяц|учебный лет|лет|занятие)")


def read_money(line: Line, draft: Draft) -> None:
    """«до 2000 руб в месяц», «не дороже 1,5 тыс», «500 руб за занятие»; «0 рублей» is free of charge."""
    line.take(_FLOOR, lambda _match: True)
    for pattern in (_ROUBLES, _THOUSANDS, _THOUSAND, _LIMITED, _MONTHLY):
        line.take(pattern, lambda match: _note(draft, match.groupdict()))


def _note(draft: Draft, said: dict[str, str | None]) -> bool:
    roubles = float(said.get("sum") or 1) * (1000 if said.get("thousand") else 1)
    if roubles == 0:
        draft.flags.add("is_free")
        return True
    if roubles < LEAST and said.get("per") is None:
        return True
    match said.get("per"):
        case "занятие" | "час" | "раз":
            roubles *= LESSONS_PER_MONTH
        case "лет" | "учебный лет":
            roubles /= MONTHS_PER_YEAR
    draft.most_per_month = round(roubles * KOPECKS)
    return True
