"""The sample package of five invented regions, and the order of its boxes."""

import json
from pathlib import Path

import pytest

from services.programs.gateway.navigator.reading import Package
from services.programs.gateway.records import GroupRecord, ProgramRecord
from services.programs.gateway.source import digest
from services.programs.gateway.verdicts import Box
from services.programs.models import Focus
from tests.services.programs.gateway.packages import DATA, put, read, report, settled
from tests.support import big_catalogue

SAMPLE = DATA / "navigator-package.json"
EXPECTED = json.loads((DATA / "navigator-package.expected.json").read_text(encoding="utf-8"))


def test_sample_gives_what_is_expected() -> None:
    raws, ledger, declared = read(SAMPLE)
    assert ledger.settle(declared=declared).report.as_json() == EXPECTED
    assert ledger.orphans() == {Box.DIRECTIONS: set(), Box.PARTNERS: set(), Box.PROGRAMS: set(), Box.GROUPS: set()}
    programs = [raw.record for raw in raws if isinstance(raw.record, ProgramRecord)]
    microscope = next(record for record in programs if record.texts.name == "Мир под микроскопом")
    assert (microscope.age_from, microscope.age_to) == (78, 108)
    assert microscope.texts.details == "Первый модуль. Второй модуль — по желанию."
    assert microscope.kinds.focus is Focus.SCIENCE
    groups = [raw.record for raw in raws if isinstance(raw.record, GroupRecord)]
    assert [source.cost for source in groups[0].sources] == [1190056]


def test_boxes_may_stand_in_any_order(tmp_path: Path) -> None:
    told = json.loads(SAMPLE.read_text(encoding="utf-8"))["package"]
    objects = dict(reversed(told["objects"].items()))
    backwards = {"package": {"objects": objects, "dictionaries": told["dictionaries"]}}
    assert report(tmp_path, backwards).as_json() == EXPECTED


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\n\t "])
def test_a_mark_and_blanks_before_the_package(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "marked.json"
    path.write_bytes(start + SAMPLE.read_bytes())
    _raws, ledger, declared = read(path)
    assert ledger.settle(declared=declared).report.as_json() == EXPECTED


def test_one_object_instead_of_a_list(tmp_path: Path) -> None:
    told = json.loads(SAMPLE.read_text(encoding="utf-8"))
    told["package"]["objects"]["partners"]["partner"] = told["package"]["objects"]["partners"]["partner"][0]
    told["package"]["objects"]["schedules"] = {}
    found = report(tmp_path, told)
    assert found.counts[Box.PARTNERS].valid == 1
    assert found.counts[Box.SCHEDULES].total == 0
    assert found.counts[Box.PROGRAMS].rejected == {"missing_partner": 9}


@pytest.mark.parametrize(
    ("box", "total"),
    [
        ({}, 0),
        ([], 0),
        (None, 0),
        ("", 0),
        ({"partner": {}}, 0),
        ({"partner": []}, 0),
        ({"partner": [{}, None, "", "junk", 5, ["x"]]}, 4),
        ({"other": [{"uuid": "x"}], "partner": {"uuid": "x"}}, 1),
        ([{"uuid": "x"}], 1),
    ],
)
def test_odd_boxes(tmp_path: Path, box: object, total: int) -> None:
    counts = report(tmp_path, {"package": {"objects": {"partners": box, "reviews": [[{}]]}}}).counts[Box.PARTNERS]
    assert counts.total == total
    assert counts.rejected == ({"bad_uuid": total} if total else {})


def test_progress_and_digest_of_a_file() -> None:
    with Package(SAMPLE, max_mb=1) as file:
        assert file.progress == 0
        assert sum(1 for _raw in file) == 67
        assert file.progress == 1
    assert digest(SAMPLE) == digest(SAMPLE)
    assert len(digest(SAMPLE)) == 64


def test_an_invented_region_is_valid_and_always_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    for path in (first, second):
        big_catalogue.write(path, 120, seed=7)
    assert digest(first) == digest(second)
    _raws, ledger, declared = read(first)
    found = ledger.settle(declared=declared).report
    assert {box.value: counts.valid for box, counts in found.counts.items()} == {
        "partners": 3,
        "programDirections": 36,
        "programs": 120,
        "groups": 240,
        "schedules": 300,
    }
    assert found.warnings == {}


def test_every_record_is_noted_in_its_place(tmp_path: Path) -> None:
    raws, ledger, _declared = read(put(tmp_path, json.loads(SAMPLE.read_text(encoding="utf-8"))))
    with pytest.raises(ValueError, match="0"):
        ledger.note(raws[0])
    outcome = settled(tmp_path, json.loads(SAMPLE.read_text(encoding="utf-8")))
    assert all(outcome.is_valid(raw.box, raw.position) for raw in raws)
    assert not any(outcome.is_deleted(raw.box, raw.position) for raw in raws)
