"""Packages one after another: newer wins, deleted hides and keeps, parts are merged with what is known."""

import pytest

from services.core.errors import NotFound
from services.programs.gateway.verdicts import Box
from services.programs.models import ImportState, ProgramStatus
from services.programs.queries import group, groups_of
from services.programs.queries.imports import import_by_id
from tests.services.programs.gateway.packages import GROUP, PARTNER, PROGRAM, changed, package, uuid, valid
from tests.support.importing import Json, Town, later

TS = 1_788_000_000
FIRST = later(package(), TS)


def _only(**boxes: list[Json]) -> Json:
    """A package with these boxes alone."""
    nothing: dict[str, list[Json]] = {box.value: [] for box in Box}
    return package(**(nothing | boxes))


def _record(box: Box, ts: int, **fields: object) -> Json:
    return valid(box) | {"lastmodifiedTs": str(ts)} | fields


async def _changes(town: Town, told: Json, *, accepts: bool = True) -> dict[str, int]:
    found: dict[str, int] = (await town.load(told, accepts=accepts)).report["changes"]
    return found


async def _group_id(town: Town) -> int:
    async with town.database.reads() as session:
        return (await groups_of(session, 1))[0].id


async def test_newer_wins_and_older_or_equal_does_not(town: Town) -> None:
    await town.load(FIRST)
    for ts, title in ((TS - 1, "Роботы"), (TS, "Роботы"), (TS + 1, "Умные роботы"), (TS, "Умные роботы")):
        told = _only(programs=[_record(Box.PROGRAMS, ts, name=f"Умные роботы {ts}" if ts <= TS else title)])
        await town.load(told)
        assert [one["title"] for one in await town.shown()] == [title], ts


async def test_a_package_may_hold_one_changed_group(town: Town) -> None:
    await town.load(FIRST)
    told = _only(groups=[_record(Box.GROUPS, TS + 1, size="7", name="Группа А")])
    view = await town.load(told)
    assert view.report["changes"] == {"created": 0, "updated": 1, "deleted": 0}
    assert view.report["counts"]["groups"]["valid"] == 1
    (program,) = await town.shown()
    (only,) = program["groups"]
    assert (only["title"], only["capacity"], len(only["lessons"]), program["title"]) == ("Группа А", 7, 2, "Роботы")


async def test_a_package_may_hold_one_changed_timetable(town: Town) -> None:
    await town.load(FIRST)
    changes = await _changes(town, _only(schedules=[_record(Box.SCHEDULES, TS + 1, weekDays="sat")]))
    assert changes == {"created": 0, "updated": 1, "deleted": 0}
    assert (await town.shown())[0]["groups"][0]["lessons"] == [(5, "09:00", 210)]
    await town.load(_only(schedules=[_record(Box.SCHEDULES, TS + 2, isDeleted="true")]))
    assert (await town.shown())[0]["groups"][0]["lessons"] == []


async def test_a_deleted_group_is_found_no_more_but_still_read_by_its_applications(town: Town) -> None:
    other = _record(Box.GROUPS, TS, uuid=uuid(44), name="Группа 2")
    await town.load(package(groups=[valid(Box.GROUPS), other]))
    async with town.database.reads() as session:
        ids = {view.group_title: view.id for view in await groups_of(session, 1)}
    await town.load(_only(groups=[_record(Box.GROUPS, TS + 1, isDeleted="true")]))
    assert [one["title"] for one in (await town.shown())[0]["groups"]] == ["Группа 2"]
    async with town.database.reads() as session:
        assert [view.group_title for view in await groups_of(session, 1)] == ["Группа 2"]
        gone = await group(session, ids["Группа 1"])
    assert gone.status is ProgramStatus.HIDDEN
    assert gone.capacity == 12
    await town.load(_only(groups=[_record(Box.GROUPS, TS + 2, name="Группа 1 снова")]))
    async with town.database.reads() as session:
        assert (await group(session, ids["Группа 1"])).group_title == "Группа 1 снова"


@pytest.mark.parametrize(
    ("box", "fields"),
    [
        (Box.PROGRAMS, {"isDeleted": "true"}),
        (Box.PROGRAMS, {"state": "archive"}),
        (Box.PARTNERS, {"isDeleted": "true"}),
    ],
)
async def test_what_is_hidden_is_kept_and_comes_back(town: Town, box: Box, fields: Json) -> None:
    await town.load(FIRST)
    group_id = await _group_id(town)
    hidden = _only(**{box.value: [_record(box, TS + 1, **fields)], "partners": [_record(Box.PARTNERS, TS + 1)]})
    if box is Box.PARTNERS:
        hidden = _only(partners=[_record(box, TS + 1, **fields)])
    assert await _changes(town, hidden) == {"created": 0, "updated": 0, "deleted": 1}
    assert await town.shown() == []
    async with town.database.reads() as session:
        kept = await group(session, group_id)
    assert (kept.status, kept.title, kept.group_title) == (ProgramStatus.HIDDEN, "Роботы", "Группа 1")
    assert await _changes(town, later(package(), TS + 2)) == {"created": 1, "updated": 0, "deleted": 0}
    assert [one["title"] for one in await town.shown()] == ["Роботы"]
    assert await _group_id(town) == group_id


async def test_a_deletion_that_came_first_is_not_undone_by_an_older_record(town: Town) -> None:
    await town.load(later(_only(partners=[valid(Box.PARTNERS)]), TS))
    await town.load(_only(programs=[_record(Box.PROGRAMS, TS + 5, isDeleted="true")]))
    await town.load(FIRST)
    assert await town.shown() == []


async def test_a_renamed_organisation_is_told_by_all_its_programs(town: Town) -> None:
    await town.load(FIRST)
    music = _record(
        Box.PARTNERS, TS + 1, publicName="Детская музыкальная школа № 1", actualAddress="ул. Музыкальной школы, 1"
    )
    assert await _changes(town, _only(partners=[music])) == {"created": 0, "updated": 1, "deleted": 0}
    (program,) = await town.shown()
    assert (program["club"], program["unpaid_item"]) == ("Детская музыкальная школа № 1", "детская музыкальная школа")
    plain = _record(Box.PARTNERS, TS + 2, publicName="Центр «Парус»", actualAddress="ул. Детской музыкальной школы, 1")
    await town.load(_only(partners=[plain]))
    assert (await town.shown())[0]["unpaid_why"] == "no_source"


async def test_a_group_that_moves_to_another_program_leaves_the_first(town: Town) -> None:
    second = _record(Box.PROGRAMS, TS, uuid=uuid(33), name="Шахматы")
    await town.load(package(programs=[valid(Box.PROGRAMS), second]))
    await town.load(_only(groups=[_record(Box.GROUPS, TS + 1, programUuid=uuid(33))]))
    shown = await town.by_title()
    assert [len(shown[title]["groups"]) for title in ("Роботы", "Шахматы")] == [0, 1]


async def test_what_leans_on_something_hidden_is_refused(town: Town) -> None:
    await town.load(FIRST)
    await town.load(_only(partners=[_record(Box.PARTNERS, TS + 1, isDeleted="true")]), accepts=True)
    view = await town.load(
        _only(
            groups=[_record(Box.GROUPS, TS + 2, uuid=uuid(45), localId="45")],
            schedules=[_record(Box.SCHEDULES, TS + 2, uuid=uuid(55), localId="55")],
        )
    )
    assert await town.not_valid(view) == {"groups": {"45": "missing_program"}, "schedules": {"55": "missing_group"}}


async def test_a_refused_record_leaves_the_older_one(town: Town) -> None:
    await town.load(FIRST)
    view = await town.load(_only(groups=[_record(Box.GROUPS, TS + 1, ageFrom="12", ageTo="9", localId="лист-7")]))
    assert await town.not_valid(view) == {"groups": {"лист-7": "age_reversed"}}
    assert (await town.shown())[0]["groups"][0]["from_months"] == 72
    async with town.database.reads() as session:
        assert (await import_by_id(session, view.id)).rejected == 1


async def test_a_direction_gives_its_name_and_its_focus(town: Town) -> None:
    await town.load(later(changed(Box.PROGRAMS, focusCode={}, directionUuid=uuid(2)), TS))
    (program,) = await town.shown()
    assert program["focus"] == "tech"
    told = _only(programDirections=[_record(Box.DIRECTIONS, TS + 1, focusCode="hudozhestvennoe", name="Лепка")])
    assert await _changes(town, told) == {"created": 0, "updated": 1, "deleted": 0}
    assert (await town.shown())[0]["focus"] == "art"


async def test_the_words_of_the_index_are_counted_exactly(town: Town) -> None:
    await town.load(FIRST)
    before = (await town.tables())["search_words"]
    await town.load(_only(programs=[_record(Box.PROGRAMS, TS + 1, announce="Собираем вертолёт")]))
    words = {row[1]: row[2] for row in (await town.tables())["search_words"]}
    assert words["вертолет"] == 1
    await town.load(_only(programs=[_record(Box.PROGRAMS, TS + 2, announce={})]))
    assert (await town.tables())["search_words"] == before


async def test_the_state_of_an_import_that_brought_only_newer_stamps(town: Town) -> None:
    await town.load(FIRST)
    editions = (await town.tables())["editions"]
    view = await town.load(later(package(), TS + 9))
    assert (view.state, view.report["changes"]) == (ImportState.LIVE, {"created": 0, "updated": 0, "deleted": 0})
    assert (await town.tables())["editions"] == editions
    await town.load(later(changed(Box.GROUPS, size="3"), TS + 8))
    assert (await town.shown())[0]["groups"][0]["capacity"] == 12


async def test_an_unknown_group_is_not_found(town: Town) -> None:
    await town.load(FIRST)
    async with town.database.reads() as session:
        with pytest.raises(NotFound):
            await group(session, 404)
    assert {GROUP, PARTNER, PROGRAM} == {uuid(4), uuid(1), uuid(3)}
