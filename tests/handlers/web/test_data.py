"""«What do you know about me»: a page, an archive, sessions, who looked."""

import io
import json
import zipfile

from services.access.actions import look
from services.core.db import Database
from services.families.queries import representative
from tests.support.journey import PARENT, street
from tests.support.pages import site


async def test_all_that_is_known_is_shown_and_packed(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT, language="en") as browser:
        await browser.open(f"/my/apply/{walk.town.group_id}/{walk.town.child_id}")
        await browser.press(
            "Send the application" if browser.page and "Send the app" in browser.page.text else "Отправить"
        )
        async with database.reads() as session:
            own = await representative(session, walk.town.parent.person_id)
        assert own is not None
        page = await browser.open("/my/data")
        assert own.full_name in page.text
        form = next(one for one in page.forms if one.action == "/my/data/archive")
        packed = await browser.send("/my/data/archive", form.fields)
        with zipfile.ZipFile(io.BytesIO(packed.body)) as box:
            known = {name: json.loads(box.read(name)) for name in box.namelist()}
        assert known["representative.json"][0]["full_name"] == own.full_name
        assert known["children.json"][0]["snils"].isdecimal()
        assert known["about.json"]["records"]["sessions"] == 1
        assert set(known) >= {"applications.json", "contracts.json", "consents.json", "looks.json", "favourites.json"}


async def test_strangers_get_only_their_own(database: Database) -> None:
    walk = await street(database)
    async with database.reads() as session:
        own = await representative(session, walk.town.parent.person_id)
    assert own is not None
    async with site(database) as desk, desk.parent(777_001, language="en") as stranger:
        page = await stranger.open("/my/data")
        assert page.status == 200
        assert own.full_name not in page.html
        async with desk.parent(PARENT):
            packed = await stranger.send("/my/data/archive", page.forms[1].fields)
        with zipfile.ZipFile(io.BytesIO(packed.body)) as box:
            assert json.loads(box.read("about.json"))["records"]["sessions"] == 1, "a browser of another is not mine"


async def test_a_session_is_ended_and_only_ones_own(database: Database) -> None:
    await street(database)
    async with site(database) as desk, desk.parent(PARENT) as first, desk.parent(PARENT) as second:
        page = await first.open("/my/data")
        others = [one for one in page.forms if one.action.startswith("/my/data/sessions/")]
        assert len(others) == 2
        async with desk.parent(777_002) as stranger:
            mine = (await stranger.open("/my/data")).forms[-1].fields
            assert (await stranger.send(others[1].action, mine)).status == 404
        assert (await first.send(others[0].action, others[0].fields)).url.path == "/my/data"
        again = {**others[1].fields, "press": "another"}
        assert (await first.send(others[1].action, again)).url.path == "/"
        statuses = {(await one.open("/my/data")).status for one in (first, second)}
        assert statuses == {401}


async def test_who_looked_is_told_by_post(database: Database) -> None:
    walk = await street(database)
    parent = walk.town.parent.person_id
    async with database.sessions() as session:
        await look(session, walk.town.clerk, subject_id=parent, what="application:12", why="decision", now=walk.now)
        await session.commit()
    async with site(database) as desk, desk.parent(PARENT) as browser:
        page = await browser.open("/my/data/looks")
        assert "Заявление № 12" in page.text
        async with desk.parent(777_003) as stranger:
            assert "Заявление № 12" not in (await stranger.open("/my/data/looks")).text


async def test_a_childs_data_are_corrected_by_their_parent_only(database: Database) -> None:
    walk = await street(database)
    path = f"/my/children/{walk.town.child_id}/correct"
    async with site(database) as desk, desk.parent(PARENT) as browser, desk.parent(777_004) as stranger:
        await browser.open(f"/my/children/{walk.town.child_id}/nickname")
        await browser.press("Дальше", nickname="Кваква")
        await browser.open(path)
        page = await browser.press("Сохранить", category="none", snils="112-233-445 96")
        assert page.status == 422
        page = await browser.press(
            "Сохранить", category="none", snils="112-233-445 95", full_name="Квакшина Мария Петровна"
        )
        assert page.url.path == "/my/data"
        assert "Квакшина Мария Петровна" in page.text
        assert "11223344595" in page.text
        assert (await stranger.open(path)).status == 404
        sent = {**(await stranger.open("/my/children")).forms[-1].fields, "full_name": "Чужой Чужой", "press": "x"}
        assert (await stranger.send(path, sent)).status == 404
        await browser.open(f"/my/children/{walk.town.child_id}/nickname")
        assert browser.page is not None
        assert browser.page.forms[1].fields["nickname"] == "Кваква", "no part of the new name"
        await browser.open(path)
        await browser.press("Сохранить", category="none", full_name="Квакваева Мария Петровна")
        page = await browser.open(f"/my/children/{walk.town.child_id}/nickname")
        assert page.forms[1].fields["nickname"] == "", "a part of the new name is forgotten"
