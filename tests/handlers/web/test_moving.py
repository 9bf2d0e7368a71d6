"""Going over to another club on a page, by whoever may act for the child."""

import pytest

from services.access.models import Audience
from services.certificates.queries import movable
from services.core.db import Database
from services.families.actions import invite_kin, join_family
from services.families.rules import Kin, Right
from services.programs.queries import group
from tests.handlers.web.test_staff import _link
from tests.services.departures.test_departure import _scene
from tests.support.factories.certificates import NOW
from tests.support.factories.families import add_parent
from tests.support.pages import site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


async def test_another_representative_asks_on_a_page_and_who_may_only_look_does_not(database: Database) -> None:
    scene = await _scene(database.sessions)
    town, number = scene.town, scene.numbers[0]
    async with database.sessions() as session:
        acts, looks = [
            await add_parent(session, territory_id=town.territory_id, phone=f"+7912000010{at}") for at in (1, 2)
        ]
        for person, right in ((acts, Right.ACT), (looks, Right.SEE)):
            offer = {"right": right, "kin": Kin.ADULT, "now": NOW}
            code = await invite_kin(session, town.parent, child_id=town.child_id, **offer)  # type: ignore[arg-type]
            await join_family(session, person, code=code, seen="", now=NOW)
        await session.commit()
        wanted = await group(session, scene.wide)
        assert [await movable(session, one, wanted) for one in (acts, looks, scene.stranger)] == [
            [number], [], [scene.numbers[2]],
        ]  # fmt: skip
    async with site(database) as desk:
        async with desk.browser() as browser:
            await browser.open(await _link(desk, looks, Audience.PARENT))
            await browser.press("Войти")
            assert "В другой кружок" not in (await browser.open(f"/my/cases/{number}")).text
            assert (await browser.open(f"/my/cases/{number}/transfer/{scene.wide}")).status == 409
        async with desk.browser() as browser:
            await browser.open(await _link(desk, acts, Audience.PARENT))
            await browser.press("Войти")
            await browser.open(f"/my/cases/{number}")
            page = await browser.follow("В другой кружок")
            assert "те же дни" in page.text
            assert "Нашлось" in (await browser.open(f"{page.url.path}?words=робототехника")).text
            assert "ходит в прежний кружок" in (await browser.open(f"{page.url.path}/{scene.wide}")).text
            page = await browser.press("Попросить")
            assert page.url.path.startswith("/my/cases/")
            assert page.url.path != f"/my/cases/{number}"
