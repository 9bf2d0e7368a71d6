"""What is asked, when, how voices are put together so that nobody is known, and what figures say; no database."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.core.errors import Invalid
from services.feedback.models import Moment, Subject
from services.feedback.rules import counting, figures, templates, times
from services.feedback.rules.counting import Cell, Span, Voice

LEAST = counting.LEAST


def test_questions_have_both_languages_their_own_numbers_and_a_shared_key() -> None:
    asked = list(templates.questions().values())
    assert len({one.no for one in asked}) == len(asked)
    assert all(text.strip() for one in asked for text in (one.ru, one.en))
    assert all(text.strip() for one in asked for choice in one.choices for text in (choice.ru, choice.en))
    assert all(templates.question_by_no(one.no) == one for one in asked)
    for subject in Subject:
        keys = {one.key.code for one in templates.templates().values() if one.subject is subject}
        assert keys == {templates.key_question(subject)}
    words = " ".join(grade.ru for grade in templates.grades())
    assert "довол" not in words, "words of grades have no gender"
    assert [grade.value for grade in templates.grades()] == [5, 4, 3, 2, 1]


def test_a_survey_asks_by_its_newest_version_and_an_old_one_stays() -> None:
    new = templates.newest(Subject.LESSONS, "seversk")
    old = templates.template("lessons-1")
    assert new.code == "lessons-2"
    assert [one.code for one in old.questions] == ["lessons", "teacher", "schedule", "conditions", "information"]
    assert old.following(old.questions[0]) == old.questions[1]
    assert old.following(old.questions[-1]) is None
    assert (old.preceding(old.questions[1]), old.preceding(old.questions[0])) == (old.questions[0], None)
    for wrong in (lambda: templates.question_by_no(99), lambda: old.by_no(10), lambda: old.check("recommend", 5)):
        with pytest.raises(Invalid) as refused:
            wrong()
        assert (refused.value.field, refused.value.why) == ("question", "unknown")
    for question, value in (("lessons", 0), ("lessons", 6), ("recommend", 11), ("surcharge", 2)):
        with pytest.raises(Invalid) as refused:
            new.check(question, value)
        assert refused.value.field == "grade"


def test_own_words_are_one_line_a_paragraph_and_not_too_long() -> None:
    assert templates.read_remark("  Всё   хорошо \n\n Спасибо ") == "Всё хорошо\nСпасибо"
    assert templates.read_remark(" \n ") is None
    with pytest.raises(Invalid):
        templates.read_remark("я" * (templates.REMARK_MOST + 1))


@pytest.mark.parametrize("zone", ["Asia/Tomsk", "Europe/Moscow", "America/New_York"])
def test_the_last_day_is_whole_in_the_territory(zone: str) -> None:
    place = ZoneInfo(zone)
    opened = datetime(2026, 9, 1, 18, 30, tzinfo=UTC)
    closes = times.closes_at(opened, 14, place)
    assert closes.hour == 0
    local = opened.astimezone(place).date()
    assert times.last_day(closes, place) == local.replace(day=local.day + 14)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 40))
def test_months_go_back_and_forth(day: date, months: int) -> None:
    period = times.period_of(day)
    assert times.first_of(period) == day.replace(day=1)
    assert times.back(times.back(period, months), -months) == period
    quarter = times.quarter_of(period)
    assert period <= quarter < times.back(period, -times.QUARTER)
    assert quarter % 100 % times.QUARTER == 0


_cells = st.builds(
    Cell,
    subject=st.just(Subject.LESSONS),
    counts=st.booleans(),
    provider_id=st.integers(1, 3),
    service_code=st.sampled_from((None, "a", "b")),
    focus=st.sampled_from(("art", "sport")),
)
_towns = st.lists(st.dictionaries(_cells, st.integers(1, 9), max_size=8), min_size=1, max_size=7)
Atom = tuple[int, Cell, int]


def _released(town: list[dict[Cell, int]]) -> Iterator[Atom]:
    """Month by month: (month, cell of the result, voices)."""
    waiting: Counter[Cell] = Counter()
    for month, said in enumerate(town, 1):
        waiting.update(said)
        for over in (Span.YEAR,) if month == 6 else (Span.QUARTER, Span.MONTH) if month % 3 == 0 else (Span.MONTH,):
            for wide, parts in counting.groups(waiting, LEAST, over).items():
                yield month, wide, sum(waiting.pop(part) for part in parts)


@settings(max_examples=60)
@given(_towns)
def test_nobody_is_computed_from_totals_other_groups_or_the_next_month(town: list[dict[Cell, int]]) -> None:
    atoms = list(_released(town))
    said = sum(sum(month.values()) for month in town)
    assert sum(voices for *_of, voices in atoms) <= said
    dimensions = ("provider_id", "service_code", "focus", "counts")
    spans = list(combinations(range(1, len(town) + 2), 2))

    def total(span: tuple[int, int], **of: object) -> int:
        return sum(
            voices
            for month, cell, voices in atoms
            if span[0] <= month < span[1] and all(getattr(cell, name) == value for name, value in of.items())
        )

    for name in dimensions:
        for value in {getattr(cell, name) for _month, cell, _voices in atoms}:
            for span in spans:
                here = total(span, **{name: value})
                for hidden in (here, total(span) - here, total((1, len(town) + 1), **{name: value}) - here):
                    assert hidden == 0 or hidden >= LEAST, (name, value, span)


@settings(max_examples=60)
@given(st.dictionaries(_cells, st.integers(1, 9), max_size=8))
def test_a_quarter_leaves_out_only_what_is_too_little_everywhere_and_a_year_nothing(cells: dict[Cell, int]) -> None:
    found = counting.groups(cells, LEAST, Span.QUARTER)
    told = [part for parts in found.values() for part in parts]
    assert len(told) == len(set(told)), "a voice is counted once"
    assert all(sum(cells[part] for part in parts) >= LEAST for parts in found.values())
    assert all(wide in set(part.wider()) for wide, parts in found.items() for part in parts)
    left = set(cells) - set(told)
    for counts in (True, False):
        assert sum(cells[one] for one in left if one.counts is counts) < LEAST
    everybody = counting.groups(cells, LEAST, Span.YEAR)
    assert all(sum(cells[part] for part in parts) >= LEAST for parts in everybody.values())
    for counts in (True, False):
        voices = sum(number for one, number in cells.items() if one.counts is counts)
        told = sum(cells[part] for wide, parts in everybody.items() for part in parts if wide.counts is counts)
        assert told == (voices if voices >= LEAST else 0)


def test_questions_that_too_few_answered_are_left_out_and_words_have_no_order() -> None:
    cell = Cell(Subject.LESSONS, counts=True, provider_id=1)
    voices = [Voice(cell, {"lessons": 5, "teacher": 4, "surcharge": int(at == 0)}) for at in range(5)]
    voices += [Voice(cell, {"lessons": 2, "schedule": 1}, "Рано"), Voice(cell, {"lessons": 4}, "Далеко")]
    told = counting.sums(voices, LEAST)
    assert (told.respondents, told.grades) == (7, {"5": 5, "4": 1, "2": 1})
    assert told.answers == {"surcharge": {"1": 1, "0": 4}, "teacher": {"4": 5}}
    assert told.remarks == ["Далеко", "Рано"]
    assert counting.alarms(told.answers) == {"surcharge": 1}
    assert not counting.alarms({"surcharge": {"0": 5}})


def test_a_share_says_how_sure_it_is() -> None:
    one = figures.share(200, {"5": 60, "4": 20, "2": 20}, (4, 5))
    assert (one.percent, one.response, one.of_all, one.is_enough) == (80.0, 50.0, 40.0, True)
    assert one.low is not None
    assert one.high is not None
    assert one.low < 80 < one.high
    all_ = figures.share(100, {"5": 60, "4": 20, "2": 20}, (4, 5))
    assert (all_.low, all_.high) == (80.0, 80.0), "everybody's word is no sample"
    few = figures.share(100, {"5": 5}, (4, 5))
    assert (few.percent, few.is_enough) == (100.0, False)
    none = figures.share(9, {}, (4, 5))
    assert (none.percent, none.low, none.response, none.of_all, none.is_enough) == (None, None, 0.0, 0.0, False)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 900))
def test_the_interval_holds_the_share_and_narrows(part: int, rest: int, silent: int) -> None:
    whole = part + rest
    low, high = figures.interval(part, whole, whole + silent)
    if not whole:
        assert (low, high) == (None, None)
        return
    share = 100 * part / whole
    assert low is not None
    assert high is not None
    assert -0.1 <= low <= share + 0.1
    assert share - 0.1 <= high <= 100.1
    wide = figures.interval(part, whole, 10 * (whole + silent) + 10)
    assert (wide[0] or 0) <= low + 0.1
    assert high - 0.1 <= (wide[1] or 0)


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(1, 30), st.floats(0, 1)), min_size=1, max_size=6))
def test_a_weighed_share_lies_between_the_clubs(clubs: list[tuple[int, int, float]]) -> None:
    strata = [figures.Stratum(max(asked, said), said, round(said * share)) for asked, said, share in clubs]
    each = [100 * one.satisfied / one.respondents for one in strata]
    found = figures.weighed([*strata, figures.Stratum(50, 0, 0)])
    assert found is not None
    assert min(each) - 0.1 <= found <= max(each) + 0.1
    assert figures.weighed([figures.Stratum(50, 0, 0)]) is None


def test_every_moment_has_a_subject_and_a_place_in_the_year() -> None:
    assert {moment.subject for moment in Moment} == set(Subject)
    assert [moment for moment in Moment if moment.subject is Subject.APPLYING] == [Moment.APPLYING]
