"""The sample package: the promised report, what is published of it, and that a second import changes nothing."""

import json
from pathlib import Path

from services.programs.models import ImportState
from tests.services.programs.gateway.packages import DATA
from tests.support import big_catalogue
from tests.support.importing import Town, later

SAMPLE = DATA / "navigator-package.json"
EXPECTED = json.loads((DATA / "navigator-package.expected.json").read_text(encoding="utf-8"))
NOTHING = {"created": 0, "updated": 0, "deleted": 0}


async def test_the_report_is_what_is_promised_and_the_second_import_changes_nothing(town: Town) -> None:
    first = await town.load(SAMPLE)
    assert (first.report["counts"], first.report["warnings"]) == (EXPECTED["counts"], EXPECTED["warnings"])
    assert await town.not_valid(first) == {}
    assert first.report["changes"] == {"created": 10, "updated": 0, "deleted": 0}
    before = await town.tables()
    second = await town.load(SAMPLE)
    assert second.state is ImportState.UNCHANGED
    assert second.report == first.report | {"changes": NOTHING}
    assert await town.tables() == before


async def test_the_same_records_in_another_order_change_nothing(town: Town) -> None:
    first = await town.load(SAMPLE)
    before = await town.tables()
    told = json.loads(SAMPLE.read_text(encoding="utf-8"))
    objects = told["package"]["objects"]
    for box in objects.values():
        for singular, records in box.items():
            box[singular] = records[::-1] if isinstance(records, list) else records
    told["package"]["objects"] = dict(reversed(objects.items()))
    again = await town.load(told)
    assert again.state is ImportState.UNCHANGED
    assert again.report["counts"] == first.report["counts"]
    assert await town.tables() == before


async def test_newer_records_that_say_the_same_change_nothing_that_is_seen(town: Town) -> None:
    await town.load(SAMPLE)
    shown = await town.shown()
    again = await town.load(later(json.loads(SAMPLE.read_text(encoding="utf-8")), 1_900_000_000, _keep_locks_open))
    assert again.report["changes"]["deleted"] == again.report["changes"]["created"] == 0
    for old, new in zip(shown, await town.shown(), strict=True):
        assert [group | {"closed_on": None} for group in new["groups"]] == [
            group | {"closed_on": None} for group in old["groups"]
        ]


def _keep_locks_open(_box: str, record: dict[str, object]) -> None:
    if "isLocked" in record:
        record["isLocked"] = "false"


async def test_what_is_published(town: Town) -> None:
    await town.load(SAMPLE)
    shown = await town.by_title()
    assert "Игры на Python" not in shown  # an archive
    dance = shown["Ансамбль «Каблучок»"]
    assert (dance["is_payable"], dance["unpaid_why"], dance["unpaid_item"]) == (0, "excluded", "детская школа искусств")
    assert (dance["latitude"], dance["longitude"]) == (55.355, 86.087)
    press = shown["Школьный пресс-центр «Строка»"]
    assert (press["unpaid_why"], press["is_payable"]) == ("preprofessional", 0)
    assert press["unpaid_item"] == "Реализация дополнительных общеразвивающих программ"
    assert press["service_code"] == "804200О.99.0.ББ52АЖ48000"
    assert [group["price"] for group in press["groups"]] == [0, 132_228]
    assert [len(group["lessons"]) for group in press["groups"]] == [2, 1]
    swimming = shown["Оздоровительное плавание"]
    assert (swimming["is_adapted"], swimming["ovz"]) == (1, 1 << 8 | 1 << 5)
    german = shown["Немецкий для путешественников"]
    assert str(german["groups"][0]["closed_on"]) == "2026-09-01"
    microscope = shown["Мир под микроскопом"]
    assert (microscope["from_months"], microscope["below_months"]) == (72, 108)
    assert microscope["groups"][0]["hour_price"] == 12_344


async def test_a_region_is_staged_in_short_transactions(town: Town, tmp_path: Path) -> None:
    path = tmp_path / "region.json"
    big_catalogue.write(path, 300)
    done = await town.load(path)
    assert done.report["changes"] == {"created": 300, "updated": 0, "deleted": 0}
    assert (done.staged, done.to_stage, done.percent) == (300, 300, 100)
    assert len(await town.shown()) == 300
