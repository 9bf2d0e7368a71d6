"""A child's papers as pages: sent without a script or in pieces, promised; seen by their parent and their clerk."""

import asyncio
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import chores
from bot.rekeying import rotate
from handlers.web.context import STORE
from services.access.models import Audience, Look
from services.contracts.actions import erasing
from services.core.actor import Role
from services.core.crypto import install, keyring, only_current, with_new_key
from services.core.db import Database
from services.families import actions as families
from services.families.models import Child
from services.uploads.models import Promise, Upload
from services.uploads.rules import LARGEST, PIECE
from tests.handlers.web.test_staff import _at_desk, _waiting
from tests.support.factories.certificates import add_post, add_territory
from tests.support.factories.families import add_own_child, add_parent, consent
from tests.support.files import bomb, pdf, photo
from tests.support.journey import CLERK, PARENT, Street, street
from tests.support.pages import Browser, Site, site

HOSTILE = '../../x"><script>alert(1)</script>\u202egpj.jpg'
STRANGER = 777_010
once = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def _here(walk: Street) -> str:
    return f"/my/children/{walk.town.child_id}/papers"


async def _rows(database: Database) -> list[Upload]:
    async with database.reads() as session:
        return list(await session.scalars(select(Upload).order_by(Upload.id)))


def _files(desk: Site) -> list[Path]:
    return [path for path in desk.app[STORE].folder.rglob("*") if path.is_file()]


@once
async def test_a_photograph_is_sent_without_a_script_and_only_its_parent_sees_it(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        page = await browser.open(_here(walk))
        assert "Свидетельство о рождении" in page.text
        assert "Паспорт ребёнка" not in page.text, "from 14 on"
        page = await browser.upload(f"{_here(walk)}/birth", HOSTILE, photo())
        assert (page.status, page.url.path) == (200, _here(walk))
        assert "<script>alert" not in page.html
        assert "\u202e" not in page.html
        (row,) = await _rows(database)
        assert f'src="/my/papers/{row.id}/file"' in (await browser.open(f"/my/papers/{row.id}")).html
        seen = await browser.open(f"/my/papers/{row.id}/file")
        assert (seen.headers["Content-Type"], seen.body[:3]) == ("image/jpeg", b"\xff\xd8\xff")
        assert seen.headers["Content-Disposition"] == f'inline; filename="document-{row.id}.jpg"'
        assert seen.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert seen.headers["X-Content-Type-Options"] == "nosniff"
        async with desk.parent(STRANGER) as stranger:
            mark = (await stranger.open("/my/data")).forms[0].fields["mark"]
            for path in (f"/my/papers/{row.id}", f"/my/papers/{row.id}/file", "/my/papers/..%2f..%2fetc%2fpasswd"):
                assert (await stranger.open(path)).status == 404
            assert (await stranger.open(_here(walk))).status == 404
            for deed in ("remove", "finish"):
                sent = await stranger.send(f"/my/papers/{row.id}/{deed}", {"mark": mark, "sure": "yes"})
                assert sent.status == 404
            assert (await stranger.send(f"{_here(walk)}/birth/bring", {"mark": mark})).status == 404
        async with desk.browser() as nobody:
            assert (await nobody.open(f"/my/papers/{row.id}/file")).status == 401
        assert len(await _rows(database)) == 1


HOSTILES = {
    b"<html><script>alert(1)</script></html>": "JPEG",
    b"": "Файл не выбран",
    photo()[:2000]: "не сохранено",
    bomb(30_000): "точек",
    pdf(tail=b"PK\x03\x04"): "конца",
    pdf(b"4 0 obj\n<</S/JavaScript>>\nendobj\n"): "сценари",
    b"\xff\xd8\xff" + bytes(LARGEST): "10 МБ",
}


@once
async def test_a_hostile_file_is_refused_at_its_field_and_leaves_nothing(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        for content, said in HOSTILES.items():
            page = await browser.upload(f"{_here(walk)}/birth", "scan.jpg", content)
            assert page.status == 422
            assert said in page.text
            assert 'role="alert"' in page.html
        assert await _rows(database) == []
        assert _files(desk) == []


@once
async def test_fifty_megabytes_are_refused_before_they_are_read(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        page = await browser.upload(f"{_here(walk)}/birth", "scan.jpg", bytes(50_000_000))
        assert page.status == 422
        assert "10 МБ" in page.text
        mark = page.forms[0].fields["mark"]
        whole = pdf(bytes(9_000_000))
        assert (await browser.upload(f"{_here(walk)}/residence", "scan.pdf", whole)).status == 200
        number = (await _rows(database))[0].id
        await browser.send(f"/my/papers/{number}/remove", {"mark": mark, "sure": "yes"})
        assert desk.app[STORE].sweep(set(), older_than=0) == 1
        begin = {"mark": mark, "name": "scan.jpg", "told": "x"}
        for size in ("50000000", "0", "-1", "1e9", "9" * 40):
            status, _told = await browser.script(f"{_here(walk)}/birth/begin", {**begin, "size": size})
            assert status == 422
        status, told = await browser.script(f"{_here(walk)}/birth/begin", {**begin, "size": "300000"})
        headers = {"Content_Type": "application/octet-stream", "X_Mark": mark}
        path = f"/my/papers/{told['id']}/piece?at=0"
        assert (await browser.script(path, bytes(PIECE + 1), **headers))[0] == 403
        assert (await browser.script(path, bytes(PIECE), **{**headers, "X_Mark": "forged"}))[0] == 403
        (row,) = await _rows(database)
        assert (row.received, row.kept_at) == (0, None)
        many = [{**begin, "size": "10000000", "told": f"file {number}"} for number in range(7)]
        answers = [await browser.script(f"{_here(walk)}/birth/begin", one) for one in many]
        assert [status for status, _told in answers] == [200] * 6 + [422]
        assert "60 МБ" in answers[-1][1]["wrong"]
        assert _files(desk) == []


@once
async def test_a_forged_or_foreign_form_keeps_nothing(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        assert (await browser.upload(f"{_here(walk)}/birth", "a.jpg", photo(), mark="forged")).status == 403
        await browser.open(_here(walk))
        form = next(one for one in browser.page.forms if one.action == f"{_here(walk)}/birth") if browser.page else None
        assert form is not None
        for kind in ("passport", "authority", "grounds", "nothing"):
            page = await browser.send(f"{_here(walk)}/{kind}/bring", form.fields)
            assert page.status == 404, "not asked of this child"
        assert await _rows(database) == []


async def _in_pieces(browser: Browser, here: str, content: bytes, *, until: int | None = None) -> dict[str, object]:
    """What the page's script does; stops after so many bytes."""
    page = await browser.open(here)
    mark = page.forms[-1].fields["mark"]
    about = {"mark": mark, "name": "p.jpg", "size": str(len(content)), "told": "p.jpg 1 2"}
    _status, told = await browser.script(f"{here}/birth/begin", about)
    at, number = int(told["at"]), told["id"]
    while at < (until or len(content)):
        path = f"/my/papers/{number}/piece?at={at}"
        headers = {"Content_Type": "application/octet-stream", "X_Mark": mark}
        status, told = await browser.script(path, content[at : at + PIECE], **headers)
        assert status == 200
        assert (await browser.script(path, content[at : at + PIECE], **headers))[1] == told, "twice is once"
        at = int(told["at"])
    if until is not None:
        return {"id": number, "at": at}
    status, told = await browser.script(f"/my/papers/{number}/finish", {"mark": mark})
    assert (await browser.script(f"/my/papers/{number}/finish", {"mark": mark})) == (status, told) or status == 422
    return {"id": number, "status": status, **told}


async def test_an_upload_goes_on_where_the_line_was_lost(database: Database) -> None:
    walk = await street(database)
    content = pdf(bytes(3 * PIECE))
    async with site(database) as desk:
        async with desk.parent(PARENT) as browser:
            began = await _in_pieces(browser, _here(walk), content, until=2 * PIECE)
            page = await browser.open(_here(walk))
            mark = page.forms[-1].fields["mark"]
            status, told = await browser.script(f"/my/papers/{began['id']}/finish", {"mark": mark})
            assert status == 409, "a half is no paper"
            assert (await browser.open(f"/my/papers/{began['id']}")).status == 404
        desk.clock.advance(timedelta(hours=3))
        async with desk.parent(PARENT) as browser:
            told = await _in_pieces(browser, _here(walk), content)
            assert (told["id"], told["done"]) == (began["id"], True)
            assert (await browser.open(f"/my/papers/{told['id']}/file")).body == content
            (row,) = await _rows(database)
            assert (row.received, row.mark, row.media) == (len(content), None, "application/pdf")


@once
async def test_pieces_of_a_hostile_file_are_refused_together_and_forgotten(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        told = await _in_pieces(browser, _here(walk), b"<script>" * 20_000)
        assert told["status"] == 422
        assert "JPEG" in str(told["wrong"])
        assert await _rows(database) == []
        store = desk.app[STORE]
        assert store.sweep(set(), older_than=0) == 1
        assert _files(desk) == []


async def test_one_press_twice_keeps_one_paper(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        press = "0" * 32
        path, taken = f"{_here(walk)}/birth", browser.page
        for _press in range(2):
            browser.page = taken
            page = await browser.upload(path, "a.jpg", photo(), press=press)
            assert page.url.path == _here(walk)
        browser.page = taken
        await asyncio.gather(*(browser.upload(path, "a.jpg", photo(), press="1" * 32) for _press in range(2)))
        assert len(await _rows(database)) == 2


@once
async def test_a_paper_may_be_promised_and_is_removed_after_one_question(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        page = await browser.press("Принесу в управление не позже 16 сентября")
        assert "Вы принесёте его в управление не позже 16 сентября" in page.text
        await browser.upload(f"{_here(walk)}/birth", "a.pdf", pdf())
        async with database.reads() as session:
            assert (await session.scalars(select(Promise))).all() == []
        await browser.press("Убрать")
        assert len(await _rows(database)) == 1
        page = await browser.press("Убрать")
        assert page.url.path == _here(walk)
        assert await _rows(database) == []


@once
async def test_the_clerk_of_the_case_opens_a_paper_and_the_parent_sees_it(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with database.sessions() as session:
        other = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        await session.commit()
    async with site(database) as desk:
        async with desk.parent(PARENT) as browser:
            await browser.open(_here(walk))
            await browser.upload(f"{_here(walk)}/birth", "a.pdf", pdf())
            await browser.open(_here(walk))
            await browser.send(
                f"{_here(walk)}/residence/bring", (browser.page.forms[-1].fields if browser.page else {})
            )
        (row,) = await _rows(database)
        path = f"/staff/cases/{number}/papers/{row.id}"
        async with _at_desk(desk, walk.town.clerk) as clerk:
            page = await clerk.open(f"/staff/cases/{number}")
            assert "Свидетельство о рождении, документ №" in page.text
            assert "принесут не позже" in page.text
            await walk.text(CLERK, "/start")
            at_work = await walk.forge(CLERK, f"certdo:{number}")
            shown = await walk.press(CLERK, "документ принесут", at=at_work)
            assert "регистрац" not in shown.text, "a kind of paper may tell of health"
            page = await clerk.press("Принесено в управление")
            assert "принесено в управление 7 сентября" in page.text
            assert "Документ 4: принесён" in (await walk.forge(CLERK, f"certpap:{number}")).text
            assert "устарела" in (await walk.press(CLERK, "Документ 4 принесли", at=shown)).text
            got = await clerk.open(path)
            assert got.body == pdf()
            assert got.headers["Content-Disposition"].startswith("attachment;")
            assert (await clerk.open(f"/staff/cases/{number}/papers/{row.id + 1}")).status == 404
            assert (await clerk.open(f"/my/papers/{row.id}")).status == 403
        async with _at_desk(desk, other) as foreign:
            assert (await foreign.open(path)).status == 404
        async with _at_desk(desk, walk.town.club, Audience.PROVIDER) as club:
            assert {(await club.open(one)).status for one in (path, f"/my/papers/{row.id}/file")} == {403}
        async with database.reads() as session:
            looks = [(look.subject_id, look.what) for look in await session.scalars(select(Look).order_by(Look.id))]
    parent = walk.town.parent.person_id
    assert looks == [(parent, f"application:{number}")] * 4 + [(parent, f"document:{row.id}")]


async def test_papers_are_packed_erased_and_forgotten(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        await browser.upload(f"{_here(walk)}/birth", "a.pdf", pdf())
        (row,) = await _rows(database)
        page = await browser.open("/my/data")
        form = next(one for one in page.forms if one.action == "/my/data/archive")
        packed = await browser.send("/my/data/archive", form.fields)
        with zipfile.ZipFile(io.BytesIO(packed.body)) as box:
            assert box.read(f"document-{row.id}.pdf") == pdf()
            assert b"key" not in box.read("papers.json")
        async with database.sessions() as session:
            token = await erasing.erase(session, walk.town.parent, now=walk.now)
            assert (await erasing.act(session, token=token, now=walk.now)).destroyed["papers"] == 1
            await session.commit()
        assert await _rows(database) == []
        assert desk.app[STORE].sweep(set(), older_than=0) == 1
        assert _files(desk) == []


@once
async def test_without_consent_there_is_no_paper_on_health(database: Database) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        await consent(session, walk.town.parent, now=walk.now)
        number = await add_own_child(session, walk.town.parent, category="ovz", now=walk.now)
        await session.commit()
    here = f"/my/children/{number}/papers"
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(here)
        assert (await browser.upload(f"{here}/grounds", "a.pdf", pdf())).status == 200
        assert len(await _rows(database)) == 1
        async with database.sessions() as session:
            await families.withdraw_consent(session, walk.town.parent, purpose="health", now=walk.now)
            await session.commit()
            child = await session.get_one(Child, number)
            assert child.category == "none"
        assert await _rows(database) == []
        assert "ОВЗ" not in (await browser.open(here)).text


@once
async def test_papers_go_with_a_child_to_its_other_parent(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        await browser.press("Принесу в управление")
        await browser.upload(f"{_here(walk)}/residence", "a.pdf", pdf())
    async with database.sessions() as session:
        other = await add_parent(session, territory_id=walk.town.territory_id)
        mine = Child.id == walk.town.child_id
        await session.execute(update(Child).where(mine).values(parent_id=other.person_id))
        await erasing.erase(session, walk.town.parent, now=walk.now)
        assert await session.scalar(select(Upload.person_id)) == other.person_id
        assert await session.scalar(select(Promise.person_id)) == other.person_id
        await erasing.erase(session, other, now=walk.now)
        assert await session.scalar(select(Upload.id)) is None
        assert await session.scalar(select(Child.id)) is None


@once
async def test_a_rotation_of_keys_keeps_papers_open(database: Database) -> None:
    walk = await street(database)
    old = keyring()
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await browser.open(_here(walk))
        await browser.upload(f"{_here(walk)}/birth", "a.pdf", pdf())
        (row,) = await _rows(database)
        new = with_new_key(old)
        try:
            assert sum([many async for many in rotate(database, new)]) > 0
            install(only_current(new))
            assert (await browser.open(f"/my/papers/{row.id}/file")).body == pdf()
        finally:
            install(old)


@once
async def test_terms_of_papers(database: Database, tmp_path: Path) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        await _in_pieces(browser, _here(walk), pdf(bytes(PIECE)), until=PIECE)
        await browser.upload(f"{_here(walk)}/birth", "a.pdf", pdf())
        store, now = desk.app[STORE], desk.clock()
        await chores.sweep(database, lambda: now + erasing.term("half_sent"), store)
        assert len(await _rows(database)) == 2
        await chores.sweep(database, lambda: now + erasing.term("half_sent") + timedelta(minutes=1), store)
        assert [row.kept_at is not None for row in await _rows(database)] == [True]
        await chores.sweep(database, lambda: now + erasing.term("papers") + timedelta(minutes=1), store)
        assert await _rows(database) == []
