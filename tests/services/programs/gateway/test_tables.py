"""CSV and XLSX by the template: the same records, tests and reasons as of a package."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.programs.errors import HeadingsMissing, TableBroken
from services.programs.gateway.records import (
    Financing,
    GroupRecord,
    PartnerRecord,
    ProgramRecord,
    RawRecord,
    ScheduleRecord,
)
from services.programs.gateway.staging import dump, load
from services.programs.gateway.tables.columns import layout
from services.programs.gateway.tables.template import template
from services.programs.gateway.verdicts import Box, Reason, Warn
from services.programs.models import Focus, StudyForm
from tests.services.programs.gateway.packages import uuid
from tests.services.programs.gateway.tables import HEADINGS, TOLD_AT, as_csv, as_xlsx, read, row

PARTNERS, DIRECTIONS, PROGRAMS, GROUPS, SCHEDULES = Box
BOM = "utf-8-sig"


def _one(raws: list[RawRecord], box: Box) -> RawRecord:
    (raw,) = [raw for raw in raws if raw.box is box]
    return raw


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_read_as_it_is(tmp_path: Path, kind: str) -> None:
    raws, outcome = read(tmp_path, template("xlsx" if kind == "xlsx" else "csv"))
    counts = {box: (counts.total, counts.valid) for box, counts in outcome.report.counts.items()}
    assert counts == {PARTNERS: (1, 1), DIRECTIONS: (0, 0), PROGRAMS: (2, 2), GROUPS: (2, 2), SCHEDULES: (3, 3)}
    assert outcome.report.warnings == {}
    for raw in raws:
        assert raw.record is not None
        assert load(raw.box, dump(raw.record)) == raw.record


def test_both_templates_are_the_same_catalogue(tmp_path: Path) -> None:
    csv, xlsx = (
        [(raw._replace(make=None), raw.record) for raw in read(tmp_path, template(kind))[0]] for kind in ("csv", "xlsx")
    )
    assert csv == xlsx


def test_the_template_explains_every_column() -> None:
    lines = template("csv").decode(BOM).splitlines()
    assert lines[0].split(";") == list(HEADINGS.values())
    assert sum(line.startswith(("# ", '"# ')) for line in lines) == len(layout().notes) + len(HEADINGS)


@pytest.mark.parametrize("encoding", ["utf-8", BOM, "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    raws, outcome = read(tmp_path, as_csv([row()], encoding=encoding, delimiter=delimiter))
    assert [counts.valid for counts in outcome.report.counts.values()] == [1, 0, 1, 1, 2]
    record = _one(raws, PROGRAMS).record
    assert isinstance(record, ProgramRecord)
    assert record.texts.name == "Робототехника: первые модели (пример)"


def test_the_records_of_a_row(tmp_path: Path) -> None:
    raws, _outcome = read(tmp_path, as_csv([row(ovz="ЗПР; РАС", teachers="Иванова", key="")]))
    partner, program, group, *lessons = (raw.record for raw in raws)
    assert isinstance(partner, PartnerRecord)
    assert (partner.inn, partner.ogrn, partner.type_org) == ("4200000005", "1024200000000", "additional")
    assert isinstance(program, ProgramRecord)
    assert (program.kinds.focus, program.kinds.form) == (Focus.TECH, StudyForm.FULL_TIME)
    assert program.kinds.ovz_types == ("mental_impairment", "authism")
    assert (program.place.latitude, program.place.longitude) == (55.3541, 86.0884)
    assert isinstance(group, GroupRecord)
    assert (group.age_from, group.age_to, group.size, group.teachers) == (84, 120, 12, "Иванова")
    assert (group.starts_on, group.window.opens_on) == (date(2026, 9, 1), date(2026, 8, 15))
    assert group.sources == (Financing("pfdod_certificate", 1440000), Financing("paid", 1440000))
    assert (group.month_price, group.head.ts, group.head.local_id) == (160000, TOLD_AT, "2")
    assert [lesson.head.local_id for lesson in lessons if isinstance(lesson, ScheduleRecord)] == ["2/1", "2/2"]


@pytest.mark.parametrize(
    ("told", "lessons"),
    [
        ("вт 17:00–18:30; сб 10:00–11:30", [((1,), 1020, 1110), ((5,), 600, 690)]),
        ("пн, ср 15:00-16:30", [((0, 2), 900, 990)]),
        ("пн–пт 9.00—10.00", [((0, 1, 2, 3, 4), 540, 600)]),
        ("Понедельник и четверг с 9:00 до 10:00", [((0, 3), 540, 600)]),
        ("вт 17:00–18:30, сб 10:00–11:30", [((1,), 1020, 1110), ((5,), 600, 690)]),
        ("вс\n10:00 - 11:00\nПН. 12:00-13:00", [((6,), 600, 660), ((0,), 720, 780)]),
        ("", []),
    ],
)
def test_schedules(tmp_path: Path, told: str, lessons: list[tuple[tuple[int, ...], int, int]]) -> None:
    raws, outcome = read(tmp_path, as_csv([row(schedule=told)]))
    assert outcome.is_valid(GROUPS, 0)
    records = [raw.record for raw in raws if isinstance(raw.record, ScheduleRecord)]
    assert [(record.weekdays, record.starts, record.ends) for record in records] == lessons
    assert outcome.report.counts[SCHEDULES].valid == len(lessons)


@pytest.mark.parametrize(
    ("cells", "box", "reason"),
    [
        ({"partner": ""}, PARTNERS, Reason.MISSING_REQUIRED),
        ({"type_org": "цирк"}, PARTNERS, Reason.UNKNOWN_CODE),
        ({"program": " <b></b> "}, PROGRAMS, Reason.MISSING_REQUIRED),
        ({"partner": ""}, PROGRAMS, Reason.MISSING_PARTNER),
        ({"focus": "волшебная"}, PROGRAMS, Reason.UNKNOWN_CODE),
        ({"form": "во сне"}, PROGRAMS, Reason.UNKNOWN_CODE),
        ({"program_type": "сказочная"}, PROGRAMS, Reason.UNKNOWN_CODE),
        ({"latitude": "95"}, PROGRAMS, Reason.BAD_NUMBER),
        ({"longitude": "восток"}, PROGRAMS, Reason.BAD_NUMBER),
        ({"program": ""}, GROUPS, Reason.MISSING_PROGRAM),
        ({"group": ""}, GROUPS, Reason.MISSING_REQUIRED),
        ({"size": "12,5"}, GROUPS, Reason.BAD_NUMBER),
        ({"size": "=1+1"}, GROUPS, Reason.BAD_NUMBER),
        ({"hours": "много"}, GROUPS, Reason.BAD_NUMBER),
        ({"month_price": "дорого"}, GROUPS, Reason.BAD_NUMBER),
        ({"age_from": "11"}, GROUPS, Reason.AGE_REVERSED),
        ({"size": "-1"}, GROUPS, Reason.NEGATIVE_SIZE),
        ({"month_price": "-5"}, GROUPS, Reason.NEGATIVE_MONEY),
        ({"starts_on": "1 сентября"}, GROUPS, Reason.BAD_DATE),
        ({"ends_on": "31.08.2026"}, GROUPS, Reason.DATE_REVERSED),
        ({"order_from": "2026-12-31", "order_to": "2026-08-15"}, GROUPS, Reason.DATE_REVERSED),
        ({"schedule": "по договорённости"}, SCHEDULES, Reason.UNKNOWN_CODE),
        ({"schedule": "вт 25:00–26:00"}, SCHEDULES, Reason.BAD_TIME),
        ({"schedule": "вт 18:00–17:00"}, SCHEDULES, Reason.TIME_REVERSED),
        ({"schedule": "вт"}, SCHEDULES, Reason.BAD_TIME),
        ({"group": ""}, SCHEDULES, Reason.MISSING_GROUP),
    ],
)
def test_reasons(tmp_path: Path, cells: dict[str, str], box: Box, reason: Reason) -> None:
    outcome = read(tmp_path, as_csv([row(**cells)]))[1]
    assert outcome.reason(box, 0) is reason
    assert reason in outcome.report.not_valid[box].values()


def test_formulas_and_markup_are_texts(tmp_path: Path) -> None:
    cells = {"group": '=HYPERLINK("http://evil.example","x")', "description": "<script>x</script>Рисуем <b>много</b>"}
    raws, outcome = read(tmp_path, as_csv([row(**cells)]))
    group, program = _one(raws, GROUPS).record, _one(raws, PROGRAMS).record
    assert isinstance(group, GroupRecord)
    assert group.name == '=HYPERLINK("http://evil.example","x")'
    assert isinstance(program, ProgramRecord)
    assert program.texts.announce == "Рисуем много"
    assert outcome.report.warnings == {Warn.HTML_STRIPPED: 1}


@pytest.mark.parametrize(
    ("cells", "sources"),
    [
        ({"is_certified": "да", "month_price": "", "year_cost": "100"}, [("pfdod_certificate", 10000)]),
        (
            {"is_certified": "да", "month_price": "0", "year_cost": "100"},
            [("pfdod_certificate", 10000), ("budget", None)],
        ),
        ({"is_certified": "нет", "month_price": "1 000,50", "year_cost": ""}, [("paid", None)]),
        ({"is_certified": "нет", "month_price": "", "year_cost": "0"}, [("budget", None)]),
        ({"is_certified": "нет", "month_price": "", "year_cost": "9000"}, [("paid", 900000)]),
        ({"is_certified": "", "month_price": "", "year_cost": ""}, []),
    ],
)
def test_sources_of_money(tmp_path: Path, cells: dict[str, str], sources: list[tuple[str, int | None]]) -> None:
    record = _one(read(tmp_path, as_csv([row(**cells)]))[0], GROUPS).record
    assert isinstance(record, GroupRecord)
    assert [tuple(source) for source in record.sources] == sources


def test_a_second_import_is_the_same(tmp_path: Path) -> None:
    rows = [row(), row(group="Группа 2"), row(program="Лепка", focus="художественная")]
    first = read(tmp_path, as_csv(rows))[0]
    rows[1]["program"] = "  РОБОТОТЕХНИКА:  первые модели (пример)"
    again = read(tmp_path, as_csv(rows[::-1], encoding="cp1251", delimiter=","))[0]
    assert {raw.head.uuid for raw in first} == {raw.head.uuid for raw in again}
    other = read(tmp_path, as_csv(rows), datasource="tomsk")[0]
    assert not {raw.head.uuid for raw in first} & {raw.head.uuid for raw in other}


def test_a_key_of_ones_own_survives_another_name(tmp_path: Path) -> None:
    for key in ("G-17", uuid(5)):
        first, again = (
            _one(read(tmp_path, as_csv([row(key=key, group=name)]))[0], GROUPS).head.uuid for name in ("А", "Б")
        )
        assert first == again
    assert first == uuid(5)


def test_rows_that_disagree_about_a_program(tmp_path: Path) -> None:
    rows = [row(), row(group="Б", description="другое"), row(group="В", inn="", ogrn="", partner="Ещё один")]
    raws, outcome = read(tmp_path, as_csv(rows))
    assert outcome.report.warnings == {Warn.ROW_DIFFERS: 1}
    assert [raw.warnings for raw in raws if raw.box is GROUPS] == [(), (Warn.ROW_DIFFERS,), ()]
    assert [counts.valid for counts in outcome.report.counts.values()] == [2, 0, 2, 3, 6]


def test_the_same_group_twice(tmp_path: Path) -> None:
    outcome = read(tmp_path, as_csv([row(), row(size="20")]))[1]
    assert outcome.reason(GROUPS, 0) is Reason.DUPLICATE_UUID
    assert outcome.is_valid(GROUPS, 1)
    assert outcome.report.not_valid[GROUPS] == {"2": "duplicate_uuid"}


def test_headings_in_any_order_and_spelling(tmp_path: Path) -> None:
    order = list(HEADINGS)[::-1]
    headings = ["Заметки", *(f" {HEADINGS[key].upper()} * " for key in order)]
    cells = row()
    told = ["# сначала заметка", "", "\t".join(headings), "\t".join(["x", *(cells[key] for key in order)]), "\t\t"]
    outcome = read(tmp_path, "\r\n".join(told).encode())[1]
    assert [counts.valid for counts in outcome.report.counts.values()] == [1, 0, 1, 1, 2]
    assert outcome.report.not_valid[GROUPS] == {}


def test_a_row_that_is_too_short(tmp_path: Path) -> None:
    required = [column.heading for column in layout().columns if column.is_required]
    outcome = read(tmp_path, (";".join(required) + "\nЦентр").encode())[1]
    assert outcome.reason(PROGRAMS, 0) is Reason.MISSING_REQUIRED
    assert outcome.reason(GROUPS, 0) is Reason.MISSING_REQUIRED


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_wrong_headings_are_named(tmp_path: Path, make: Callable[..., bytes]) -> None:
    gone = ("Программа", "Мест")
    kept = {key: "Иное" if heading in gone else heading for key, heading in HEADINGS.items()}
    with pytest.raises(HeadingsMissing) as missing:
        read(tmp_path, make([row()], headings=kept.values()))
    assert missing.value.missing == gone


@pytest.mark.parametrize(
    ("told", "why", "number"),
    [
        (as_csv([row(), row(description="x" * 200_000)]), "cell", 3),
        (as_csv([row()]) + b"x" * 1_100_000, "cell", 3),
        ("Организация;ИНН\nЯ".encode("cp1251") + b"\x98", "encoding", 1),
        ("Организация".encode("utf-16") + b"\xd8", "encoding", 1),
    ],
)
def test_a_table_that_cannot_be_read(tmp_path: Path, told: bytes, why: str, number: int) -> None:
    with pytest.raises(TableBroken) as broken:
        read(tmp_path, told)
    assert (broken.value.why, broken.value.row) == (why, number)
