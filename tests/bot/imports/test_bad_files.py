"""Files that cannot be read, hostile ones, and imports that end in the middle: the catalogue stays as it was."""

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.imports import writing
from bot.imports.job import Job
from services.programs.actions.importing import numbering
from services.programs.actions.importing.numbering import Source
from services.programs.errors import (
    ArchiveTooLarge,
    FileBroken,
    FileRefused,
    FileTooLarge,
    FileUnknown,
    HeadingsMissing,
    ImportOvertaken,
    NotAPackage,
    RemovalsRefused,
    TableBroken,
)
from services.programs.gateway.verdicts import Box
from services.programs.models import ImportState
from services.programs.queries import imports
from tests.services.programs.gateway.packages import changed, package, uuid, valid
from tests.support import big_catalogue
from tests.support.importing import Json, Town, later

TS = 1_788_000_000


@cache
def _bomb() -> bytes:
    """A workbook that unpacks to 400 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 400_000_000)
    return out.getvalue()


async def _last(town: Town) -> Any:
    place = await town.place()
    async with town.database.reads() as session:
        return (await imports.last_imports(session, territory_id=place.id, limit=1))[0]


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        (lambda: json.dumps(package(), ensure_ascii=False).encode()[: -len("schedules") * 9], FileBroken),
        (lambda: b'{"other": 1}', NotAPackage),
        (lambda: b"<html>", FileUnknown),
        ("Имя;Возраст\nа;б\n".encode, HeadingsMissing),
        (lambda: b"PK\x03\x04 not really", TableBroken),
        (_bomb, ArchiveTooLarge),
    ],
)
async def test_a_file_that_cannot_be_read_changes_nothing(
    town: Town, told: Callable[[], bytes], refused: type[FileRefused]
) -> None:
    await town.load(package())
    before = await town.tables()
    with pytest.raises(refused):
        await town.load(told())
    assert await town.tables() == before
    last = await _last(town)
    assert (last.state, type(last.error)) == (ImportState.FAILED, refused)


async def test_a_package_broken_at_ninety_percent_tells_where(town: Town, tmp_path: Path) -> None:
    await town.load(package())
    before = await town.tables()
    path = tmp_path / "region.json"
    big_catalogue.write(path, 60)
    whole = path.read_bytes()
    with pytest.raises(FileBroken) as broken:
        await town.load(whole[: len(whole) * 9 // 10])
    assert (broken.value.box, broken.value.record) == ("schedules", (await _last(town)).error.record)
    assert broken.value.percent == 100
    assert await town.tables() == before


async def test_a_file_over_the_limit_is_not_opened(town: Town) -> None:
    with pytest.raises(FileTooLarge) as refused:
        await town.load(b"x" * 1_000_001, max_mb=1)
    assert (refused.value.size, refused.value.limit) == (2, 1)


async def test_hostile_texts_are_plain_texts(town: Town) -> None:
    name = '<script>alert(1)</script>Роботы <b>и</b> \'); DROP TABLE programs; -- &lt;i&gt; =HYPERLINK("x")'
    view = await town.load(changed(Box.PROGRAMS, name=name, announce="<style>p{}</style>Возраст <10 лет"))
    (program,) = await town.shown()
    assert program["title"] == 'Роботы и \'); DROP TABLE programs; -- <i> =HYPERLINK("x")'
    assert program["summary"] == "Возраст <10 лет"
    assert view.report["warnings"] == {"html_stripped": 1}


async def test_endless_texts_and_numbers_are_cut_or_refused(town: Town) -> None:
    told = package(
        partners=[
            valid(Box.PARTNERS) | {"publicName": "Ц" * 5_000, "phone": "+7 (000) " * 600, "site": "http://" + "s" * 999}
        ],
        programs=[valid(Box.PROGRAMS) | {"name": "П" * 5_000, "location": "Д" * 5_000}],
        groups=[
            valid(Box.GROUPS) | {"name": "Г" * 5_000, "dataTeachers": "Т" * 5_000, "size": "2147483647"},
            valid(Box.GROUPS) | {"uuid": uuid(41), "localId": "41", "size": "99999999999"},
            valid(Box.GROUPS)
            | {"uuid": uuid(42), "localId": "42", "financingSources": {"source": "paid", "cost": "9e9"}},
            valid(Box.GROUPS) | {"uuid": uuid(43), "financingSources": {"source": "paid", "cost": "9999999999"}},
        ],
    )
    view = await town.load(told)
    assert await town.not_valid(view) == {"groups": {"41": "bad_number", "42": "bad_number"}}
    (program,) = await town.shown()
    assert (len(program["title"]), len(program["club"]), len(program["address"])) == (300, 300, 300)
    assert [group["price"] for group in program["groups"]] == [0, 2**31 - 1]


def _half(programs: int, *, gone: int) -> Json:
    """Programs of which some are deleted."""
    rows = [
        valid(Box.PROGRAMS) | {"uuid": uuid(1000 + n), "name": f"П{n}", "isDeleted": str(n < gone).lower()}
        for n in range(programs)
    ]
    return later(package(programs=rows, groups=[], schedules=[]), TS + gone)


async def test_the_guard_asks_before_a_fifth_vanishes(town: Town) -> None:
    await town.load(_half(10, gone=0))
    assert (await town.load(_half(10, gone=2))).report["changes"]["deleted"] == 2
    before = await town.tables()
    with pytest.raises(RemovalsRefused) as refused:
        await town.load(_half(10, gone=4))
    assert (refused.value.vanishing, refused.value.live) == (2, 8)
    last = await _last(town)
    assert (last.state, last.report["changes"]["deleted"]) == (ImportState.REFUSED, 2)
    assert await town.tables() == before
    assert (await town.load(_half(10, gone=4), accepts=True)).state is ImportState.LIVE
    assert len(await town.shown()) == 6


class Killed(BaseException):
    """The process is gone."""


def _dying(job: Job, after: int) -> None:
    """Let the process vanish in the middle of a transaction, after so many others."""
    left = [after]
    touch = numbering.touch

    async def dies(session: AsyncSession, begun: Any, **known: Any) -> None:
        left[0] -= 1
        await touch(session, begun, **known)
        if left[0] < 0:
            raise Killed

    job._touch = lambda begun, session: dies(session, begun, now=job.clock(), **job._progress)  # type: ignore[method-assign]


@pytest.mark.parametrize("after", [1, 5, 9])
async def test_an_import_that_was_killed_is_undone_by_the_next(town: Town, tmp_path: Path, after: int) -> None:
    path = tmp_path / "region.json"
    big_catalogue.write(path, 40)
    await town.load(path)
    shown, before = await town.shown(), await town.tables()
    big_catalogue.write(path, 40, seed=2, stamp=TS + 100_000)
    job = await town.job(path)
    _dying(job, after)
    with pytest.raises(Killed):
        await job.run()
    assert await town.shown() == shown
    big_catalogue.write(path, 1, stamp=1)  # nothing in it is newer
    assert (await town.load(path)).state is ImportState.UNCHANGED
    left = await town.tables()
    assert {name for name, rows in left.items() if rows != before[name]} <= {"programs", "groups", "search_words"}
    big_catalogue.write(path, 40, seed=2, stamp=TS + 100_000)
    done = await town.load(path)
    assert done.report["changes"] == {"created": 0, "updated": 40, "deleted": 0}
    other = Town(town.database, tmp_path, "twin")
    await other.load(path)
    assert [one | {"digest": ""} for one in await town.shown()] == [one | {"digest": ""} for one in await other.shown()]


async def test_a_later_import_overtakes_one_under_way(town: Town) -> None:
    first = await town.job(later(package(), TS))
    rival = await town.job(later(changed(Box.PROGRAMS, name="Вторые"), TS + 1))
    stage = writing.Stager.stage

    async def slow(self: writing.Stager, *known: Any) -> Any:
        if self.begun.number == 1:
            await rival.run()
        return await stage(self, *known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing.Stager, "stage", slow)
        with pytest.raises(ImportOvertaken):
            await first.run()
    assert [one["title"] for one in await town.shown()] == ["Вторые"]
    states = [one.state for one in await _all(town)]
    assert sorted(states) == [ImportState.FAILED, ImportState.LIVE]


async def _all(town: Town) -> Any:
    place = await town.place()
    async with town.database.reads() as session:
        return await imports.last_imports(session, territory_id=place.id, limit=9)


async def test_what_was_replaced_is_swept(town: Town) -> None:
    for step in range(3):
        await town.load(later(changed(Box.PROGRAMS, name=f"Роботы {step}"), TS + step))
    async with town.database.reads() as session:
        for table in ("editions", "offers", "program_index"):
            assert await session.scalar(text(f"SELECT count(*) FROM {table}")) == 1, table
    assert Source("x").import_id is None
