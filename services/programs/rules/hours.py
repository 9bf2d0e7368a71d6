"""Weekdays and hours in a sentence."""

import re

from services.programs.rules.draft import EVENING, Draft, Line

FIRST_HOUR, LAST_HOUR = 8, 21
"""A bare hour before the first is one of the afternoon: no class begins so early."""
SURELY_HOUR = 13
"""«с 14 до 16» without a word more are hours, «с 7 до 9» are years."""
_NOON = 12
_HOUR = 60
_PART = r"(?:утро|день|вечер|ночь)"


def _clock(name: str) -> str:
    return rf"(?P<{name}>\d{{1,2}}(?::\d\d)?)(?P<{name}_unit> час| л час)?(?: (?:в )?(?P<{name}_part>{_PART}))?"


def _rx(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{text})(?!\S)")


_AFTER = r"(?:после|(?<!не )позже|не раньше|начиная с|начало (?:в|с|после)|старт в)"
_BEFORE = r"(?:(?<!не )раньше|не позже|перед|конец (?:до|к|в|не позже)|успеть до)"
_RANGE = _rx(rf"(?P<prep>(?:с|от|между|в) )?{_clock('a')} (?:до|по|-|и) {_clock('b')}")
_FROM = _rx(rf"(?P<firm>{_AFTER})(?: в)? {_clock('a')}|(?:с|от) {_clock('b')}")
_UNTIL = _rx(rf"(?P<firm>{_BEFORE}) {_clock('a')}|до {_clock('b')}")
_AT = _rx(rf"(?P<firm>к|в|около) {_clock('a')}|{_clock('b')}")
_LENGTH = _rx(
    r"(?:(?:на|по|раз) )?\d+(?:\.\d)? (?:час|мин|раз|занятие|человек|день|неделя|дата)(?: в (?:неделя|день|месяц))?"
)
_SHIFT = _rx(r"(?:в )?o?([12]) смена")
_DAY = r"d[0-6]+"
_JOINT = r"(?:(?:и|или|ни|,)(?: не| ни)? )?(?:(?:в|на|по) )?"
_NO_DAYS = _rx(rf"(?:кроме|не считая|исключая)(?: (?:в|на|по))? {_DAY}(?: {_JOINT}{_DAY})*")
_NOT_DAYS = _rx(rf"(?:не|ни)(?: (?:в|на|по))? {_DAY}(?: (?:и|или|ни)(?: не| ни)?(?: (?:в|на|по))? {_DAY})*")
_DAY_SPAN = _rx(r"(?:с )?d([0-6]) (?:-|до|по) d([0-6])")
_DAYS = _rx(rf"(?:(?:в|на|по|до) )?({_DAY})")


def read_days(line: Line, draft: Draft) -> None:
    """«по субботам», «пн-пт», «в выходные», «не по средам», «кроме понедельника и вторника»."""
    for pattern in (_NO_DAYS, _NOT_DAYS):
        line.take(pattern, lambda match: _note(draft.other_days, re.findall(r"(?<=d)[0-6]+", match[0])))
    line.take(_DAY_SPAN, lambda match: _note(draft.days, [_between(int(match[1]), int(match[2]))]))
    line.take(_DAYS, lambda match: _note(draft.days, [match[1][1:]]))


def read_hours(line: Line, draft: Draft) -> None:
    """«после 17:00», «с 10 до 12 часов», «до 19:00», «в 6 вечера», «во вторую смену»; lengths say nothing."""
    line.take(_SHIFT, lambda match: _shift(draft, match))
    line.take(_RANGE, lambda match: _range(draft, match))
    line.take(_FROM, lambda match: _note_at(draft.after, match))
    line.take(_UNTIL, lambda match: _note_at(draft.before, match))
    line.take(_AT, lambda match: _note_at(draft.after, match))
    line.take(_LENGTH, lambda _match: True)


def read_bare_hours(line: Line, draft: Draft) -> None:
    """«с 16 до 18»: hours by their size, or where the day or the age was already said."""

    def bare(match: re.Match[str]) -> bool:
        low, high = int(match["a"]), int(match["b"])
        is_clear = low >= SURELY_HOUR or high > SURELY_HOUR + 5 or bool(draft.days) or "years" in draft.ages
        return (
            match["prep"] == "с "
            and low < high
            and low >= FIRST_HOUR
            and is_clear
            and _range(draft, match, is_certain=True)
        )

    line.take(_RANGE, bare)


def minutes(hour: str, part: str | None) -> int | None:
    """Minutes from midnight of «17:30», «5» (of the afternoon), «5 вечера»; None if there is no such hour."""
    hours, _colon, rest = hour.partition(":")
    number = int(hours)
    is_late = part in {"вечер", "день"} or (part is None and number < FIRST_HOUR)
    if is_late and number < _NOON:
        number += _NOON
    found = number * _HOUR + int(rest or 0)
    return found if found < EVENING and int(rest or 0) < _HOUR else None


def _note(days: set[int], said: list[str]) -> bool:
    days.update(int(day) for days_of in said for day in days_of)
    return True


def _between(first: int, last: int) -> str:
    return "".join(f"{day % 7}" for day in range(first, last + 1 if last >= first else last + 8))


def _shift(draft: Draft, match: re.Match[str]) -> bool:
    """Who learns in the second shift is free in the morning."""
    (draft.after if match[1] == "1" else draft.before).append(13 * _HOUR)
    return True


def _is_hour(match: re.Match[str], name: str) -> bool:
    """Whether a figure is said to be an hour: by a colon, by its unit, or by a part of the day."""
    return ":" in match[name] or bool(match[f"{name}_unit"]) or bool(match[f"{name}_part"])


def _range(draft: Draft, match: re.Match[str], *, is_certain: bool = False) -> bool:
    if not is_certain and not _is_hour(match, "a") and not _is_hour(match, "b"):
        return False
    part = match["a_part"] or match["b_part"]
    begin, end = minutes(match["a"], part), minutes(match["b"], match["b_part"])
    if begin is None or end is None:
        return False
    if begin > end:
        begin = minutes(match["a"], match["a_part"] or "утро") or 0
    draft.after.append(begin)
    draft.before.append(end)
    return begin < end


def _note_at(hours: list[int], match: re.Match[str]) -> bool:
    """A figure after a word of time; without a unit only if the word speaks of nothing but time, or the hour fits."""
    name = "a" if match["a"] else "b"
    firm = match.groupdict().get("firm") if name == "a" else None
    found = minutes(match[name], match[f"{name}_part"])
    is_fit = firm in {"к", "в", "около"} and FIRST_HOUR <= int(match[name].partition(":")[0]) <= LAST_HOUR
    is_said = _is_hour(match, name) if firm in {None, "к", "в", "около"} else True
    is_length = (
        firm is None and name == "b" and match[0] == f"{match['b']}{match['b_unit'] or ''}" and ":" not in match[0]
    )
    if found is None or is_length or not (is_said or is_fit):
        return False
    hours.append(found)
    return True
