"""Surveys on pages: a family answers in its own words, a club answers the families, the body sees sums."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from services.access.models import Audience
from services.core.actor import Actor, Role
from services.core.db import Database
from services.feedback import actions
from tests.handlers.web.test_staff import _at_desk, _link
from tests.support.factories import feedback as made_of
from tests.support.factories.certificates import NOW, add_post
from tests.support.factories.families import add_parent
from tests.support.factories.providers import add_provider
from tests.support.pages import Browser, Site, site

WORDS = "Хочется занятий и в субботу"


@asynccontextmanager
async def _at_home(desk: Site, actor: Actor) -> AsyncIterator[Browser]:
    async with desk.browser() as browser:
        await browser.open(await _link(desk, actor, Audience.PARENT))
        await browser.press("Войти")
        yield browser


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_a_survey_from_the_family_to_the_club_and_the_desk(database: Database) -> None:
    async with database.sessions() as session:
        land = await made_of.add_territory(session)
        club = await add_provider(session, territory_id=land)
        parent = await add_parent(session, territory_id=land)
        surveys = []
        for person in (parent.person_id, None, None, None, None):
            made = await made_of.add_contract(session, territory_id=land, provider_id=club, person_id=person)
            surveys.append((await made_of.add_survey(session, made, opened_at=NOW), made.person_id))
        for survey, person in surveys[1:]:
            family = Actor(person, "ru")
            await actions.answer(session, family, survey_id=survey, question="lessons", grade=5, now=NOW)
        head = await add_post(session, Role.PROVIDER, land, club)
        clerk = await add_post(session, Role.CLERK, land)
        await session.commit()
    async with site(database) as desk:
        async with _at_home(desk, parent) as browser:
            page = await browser.open("/my/surveys")
            assert f"/my/surveys/{surveys[0][0]}" in page.html
            await browser.open(f"/my/surveys/{surveys[0][0]}")
            page = await browser.press("Сохранить ответы", **{"q-lessons": "9", "remark": WORDS})
            assert page.status == 422
            assert WORDS in page.html, "nothing typed is lost"
            page = await browser.press("Сохранить ответы", **{"q-lessons": "2", "q-recommend": "10", "remark": WORDS})
            assert "изменить можно" in page.text
        async with database.sessions() as session:
            await made_of.close_and_count(session, land, now=NOW + timedelta(days=1))
            await session.commit()
        async with _at_desk(desk, head, Audience.PROVIDER) as browser:
            page = await browser.open("/club/surveys")
            assert "80.0 %" in page.text
            assert WORDS in page.text
            page = await browser.press("Отправить семьям", ready="1", text="Откроем субботнюю группу")
            assert "Откроем субботнюю группу" in page.text
            assert "Отправить семьям" not in page.text
        async with _at_home(desk, parent) as browser:
            page = await browser.open("/my/surveys")
            assert "ответили 5, довольны 4" in page.text
            assert "Откроем субботнюю группу" in page.text
            assert (await browser.open(f"/my/surveys/{surveys[0][0]}")).status == 409, "it is over"
        async with _at_desk(desk, clerk) as browser:
            for by in ("provider", "service", "focus", "settlement", "period", "nonsense"):
                page = await browser.open(f"/staff/surveys?by={by}&since=x&until=999999")
                assert "80.0" in page.text
                assert WORDS not in page.text
            assert "ничего не посчитано" in (await browser.open("/staff/surveys?subject=applying")).text
