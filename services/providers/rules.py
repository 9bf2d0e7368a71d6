"""What the name of an organisation says of its founder: neighbours' catalogues tell nothing else. Pure."""

import re

from services.providers.models import Sector

_TAIL = r"У(?:ДОД?|ВО|СО)?\b"
_MUNICIPAL = re.compile(rf"\bМ(?:[БАК][А-Я]{{0,3}}|Д?О){_TAIL}|(?i:\bмуниципальн)")
_STATE = re.compile(
    rf"\b[А-Я]{{0,3}}Г[БАКОП][А-Я]{{0,3}}{_TAIL}"
    r"|(?i:\b(?:государственн|федеральн|(?:областн|краев|окружн)\w+ (?:бюджетн|автономн|казенн|казённ)))"
)
_PRIVATE = re.compile(
    r"\b(?:ИП|ООО)\b|(?i:\b(?:негосударственн|частн|автономная некоммерч|общество с ограниченной|индивидуальн))"
)
_NPO = re.compile(
    r"\b(?:АНО[А-Я]{0,3}|НКО|НОУ|НОЧУ|ЧОУ|ЧУ|ЧДОУ|[РМ]ОО|БФ)\b"
    r"|(?i:\b(?:некоммерческ|фонд\b|общественн\w+ (?:организац|объединен)|частное (?:\w+ )*учреждение))"
)


def sector_of(name: str) -> Sector:
    """Who founded it: municipal and state institutions say it in their names («МБУ ДО»), all others are private."""
    if _PRIVATE.search(name):
        return Sector.PRIVATE
    if _MUNICIPAL.search(name):
        return Sector.MUNICIPAL
    return Sector.STATE if _STATE.search(name) else Sector.PRIVATE


def is_npo(name: str) -> bool:
    """Whether it calls itself a non-profit organisation; state and municipal institutions are not counted as such."""
    return sector_of(name) is Sector.PRIVATE and _NPO.search(name) is not None
