"""What staff and clubs have beside the queue's cases: filters, exceptions, a code for a family, lists, colleagues."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.access.models import Audience, Look, SecondFactor, WebSession
from services.certificates import actions as certificates
from services.certificates.models import Application, ApplicationStatus
from services.core.actor import Role
from services.core.db import Database
from services.families.queries import children
from services.notices.models import Notice
from services.staff.actions import invite
from tests.handlers.web.test_staff import _at_desk, _code, _link, _status, _waiting
from tests.support.factories.certificates import add_application, add_own_child, add_post, add_territory
from tests.support.factories.families import add_parent
from tests.support.journey import PARENT, street
from tests.support.pages import site

once = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
"""Nothing of the database's own is in these: one is enough."""


async def test_the_queue_is_narrowed_and_several_are_approved_with_exceptions_shown(database: Database) -> None:
    walk = await street(database, "seversk", capacity=1)
    (first,) = await _waiting(walk)
    async with database.sessions() as session:
        neighbour = await add_parent(session, territory_id=walk.town.territory_id)
        theirs = await add_own_child(session, neighbour, now=walk.now)
        second = await add_application(session, walk.town, parent=neighbour, child_id=theirs)
        await session.commit()
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        page = await browser.open("/staff")
        assert {f"№ {first}", f"№ {second}"} <= set(page.links)
        assert "Таких заявлений в очереди нет" in (await browser.open("/staff?late=1")).text
        assert "Таких заявлений в очереди нет" in (await browser.open("/staff?club=999")).text
        assert f"№ {first}" in (await browser.open("/staff?club=<b>&land=x")).links
        desk.clock.advance(timedelta(minutes=50))
        page = await browser.open("/staff")
        form, _button = page.form("Одобрить выбранные")
        ticked = {f"case-{number}": "1" for number in (first, second, 999)}
        page = await browser.send("/staff/check", {**form.fields, **ticked})
        assert "2 обычных дела" in page.text
        assert await _status(database, first) is ApplicationStatus.REGISTERED, "nothing is decided before it is asked"
        form, _button = page.form("Одобрить 2 заявления")
        page = await browser.send("/staff/approve", {**form.fields, "case-999": "1"})
        assert "Одобрено 1 заявление" in page.text
        assert f"№ {second}" in page.links
        assert "№ 999" in page.links, "an exception is shown with its number"
        assert f"№ {first}" not in page.links
    async with database.reads() as session:
        looks = await session.execute(select(Look.subject_id, Look.what).where(Look.why == "decision"))
        assert looks.all() == [(walk.town.parent.person_id, f"application:{first}")]


async def test_what_is_overdue_is_found(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk:
        desk.clock.advance(timedelta(days=40))
        async with _at_desk(desk, walk.town.clerk) as browser:
            assert f"№ {number}" in (await browser.open("/staff?late=1")).links


async def test_a_family_comes_in_by_the_number_and_the_desk_s_code(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk:
        async with _at_desk(desk, walk.town.clerk) as browser:
            await browser.open(f"/staff/cases/{number}")
            page = await browser.press("Дать семье код")
            found = re.search(r"\d{4} \d{4}", page.text)
            assert found
            code = found[0]
        async with desk.browser() as browser:
            await browser.open(f"/login/number?no={number}")
            assert (await browser.press("Войти", code=f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}")).status == 422
            page = await browser.press("Войти", code=code)
            assert page.url.path == "/my"
            assert f"Заявление № {number}" in page.links
            looks = await browser.open("/my/data/looks")
            assert "выдача кода" in looks.text
        told = [text for chat, text in await walk.deliver() if chat == PARENT]
        assert any("выдан код" in text for text in told), "who was not there hears of it"
        async with desk.browser() as thief:
            wrong = await thief.send("/login/number", {"number": str(number), "code": code})
            assert wrong.status == 422, "a code works once"
            unknown = await thief.send("/login/number", {"number": "999999", "code": code})
            assert (unknown.status, unknown.text) == (wrong.status, wrong.text), "nor is it told what there is"


@once
async def test_a_code_of_the_desk_ends_after_five_wrong_ones_and_after_a_week(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk:
        for wait, wrong in ((timedelta(), 5), (timedelta(days=7), 0)):
            async with _at_desk(desk, walk.town.clerk) as browser:
                await browser.open(f"/staff/cases/{number}")
                page = await browser.press("Дать семье код")
                code = re.findall(r"\d{4} \d{4}", page.text)[0]
            desk.clock.advance(wait)
            async with desk.browser() as guest:
                for _each in range(wrong):
                    await guest.send("/login/number", {"number": str(number), "code": "00000000"})
                assert (await guest.send("/login/number", {"number": str(number), "code": code})).status == 422
            desk.clock.advance(timedelta(minutes=1))


@once
async def test_a_clerk_of_another_territory_gives_no_code(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with database.sessions() as session:
        other = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        await session.commit()
    async with site(database) as desk, _at_desk(desk, other) as browser:
        mark = (await browser.open("/staff/search")).form("Найти")[0].fields["mark"]
        assert (await browser.send(f"/staff/cases/{number}/code", {"mark": mark})).status == 404


async def test_a_club_sees_its_application_and_its_group_and_each_look_is_told(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with database.reads() as session:
        child = next(one for one in await children(session, walk.town.parent) if one.id == walk.town.child_id)
    async with site(database) as desk:
        async with _at_desk(desk, walk.town.club, Audience.PROVIDER) as club:
            assert "пока нет" in (await club.open("/club/groups")).text
            page = await club.open(f"/club/cases/{number}")
            assert child.full_name in page.text
            await club.open("/club/groups")
        async with _at_desk(desk, walk.town.second_clerk) as clerk:
            await clerk.open(f"/staff/cases/{number}")
            await clerk.press("Одобрить")
        desk.clock.advance(timedelta(minutes=1))
        async with _at_desk(desk, walk.town.club, Audience.PROVIDER) as club:
            await club.open("/club/groups")
            assert club.page is not None
            page = await club.follow(next(words for words in club.page.links if "," in words))
            assert child.full_name in page.text
            assert "ещё не подписан" in page.text
            for path in ("/club/cases/999999", "/club/groups/999999"):
                assert (await club.open(path)).status == 404
    async with database.reads() as session:
        looks = list(await session.scalars(select(Look).where(Look.person_id == walk.town.club.person_id)))
    assert [one.what for one in looks] == [f"application:{number}"] * 2


@once
async def test_a_parent_has_a_card_and_a_certificate(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        assert (await browser.open(f"/my/cases/{number}/certificate")).status == 404
        await browser.open(f"/my/cases/{number}")
        card = await browser.follow("Карточка заявления")
        assert card.body.startswith(b"%PDF")
        async with _at_desk(desk, walk.town.clerk) as clerk:
            await clerk.open(f"/staff/cases/{number}")
            await clerk.press("Одобрить")
        await browser.open(f"/my/cases/{number}")
        page = await browser.follow("Сертификат №")
        assert "зарезервирован" in page.text
        assert "<svg" in page.html
        async with desk.parent(777_004) as stranger:
            for path in ("card", "certificate"):
                assert (await stranger.open(f"/my/cases/{number}/{path}")).status == 404


@once
async def test_a_club_answers_on_its_page_and_the_parent_mends(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with (
        site(database) as desk,
        desk.parent(PARENT) as browser,
        _at_desk(desk, walk.town.club, Audience.PROVIDER) as club,
    ):
        here = f"/club/cases/{number}"
        await club.open(here)
        assert (await club.press("Вернуть")).status == 422
        await club.open(here)
        page = await club.press("Вернуть", remark="call_us")
        assert "Возвращено" in page.text
        with pytest.raises(LookupError):
            page.form("Место есть")
        await browser.open(f"/my/cases/{number}")
        await browser.press("Исправлено")
        page = await club.open(here)
        await club.press("Место есть")
        page = await club.open(here)
        page = await club.press("Отказать", ground="no_seats")
        assert "мест" in page.text
        with pytest.raises(LookupError):
            page.form("Отказать")
    async with database.reads() as session:
        assert (await session.get_one(Application, number)).status is ApplicationStatus.REFUSED


@once
async def test_a_clerk_suspends_a_certificate_and_everybody_reads_its_versions(database: Database) -> None:
    walk = await street(database)
    (number,) = await _waiting(walk)
    async with database.sessions() as session:
        await certificates.approve(session, walk.town.clerk, application_id=number, now=walk.now)
        await certificates.activate(session, application_id=number, now=walk.now)
        await session.commit()
    async with site(database) as desk, desk.parent(PARENT) as browser:
        async with _at_desk(desk, walk.town.clerk) as clerk:
            await clerk.open(f"/staff/cases/{number}")
            assert (await clerk.press("Приостановить по этому")).status == 422
            await clerk.open(f"/staff/cases/{number}")
            page = await clerk.press("Приостановить по этому", ground="data_check")
            assert "приостановлен по 7 октября" in page.text
            await clerk.press("Возобновить", cause="by_mistake")
        page = await browser.open(f"/my/cases/{number}/certificate")
        assert "Версия 4" in page.text
        assert "проверяются данные" in page.text
        kept = await browser.open(f"/my/cases/{number}/certificate/file")
        assert kept.body.startswith(b"%PDF")


async def test_an_administrator_ends_pages_forgets_factors_and_lets_in(database: Database) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        admin, second = [await add_post(session, Role.ADMIN, walk.town.territory_id) for _each in range(2)]
        foreign = await add_post(session, Role.CLERK, await add_territory(session, "seversk"))
        await session.commit()
    clerk = walk.town.clerk.person_id
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser, _at_desk(desk, admin) as office:
        assert (await browser.open("/staff/people")).status == 403
        page = await office.open("/staff/people")
        assert f"№ {clerk}" in page.text
        assert f"№ {foreign.person_id}" not in page.text
        mark = page.forms[-1].fields["mark"]
        for deed in ("end", "forget", "link"):
            assert (await office.send(f"/staff/people/{foreign.person_id}/{deed}", {"mark": mark})).status == 404
            assert (await browser.send(f"/staff/people/{admin.person_id}/{deed}", {"mark": ""})).status in {403, 404}
        await office.send(f"/staff/people/{clerk}/end", {"mark": mark})
        assert (await browser.open("/staff")).status == 401
        page = await office.send(f"/staff/people/{clerk}/link", {"mark": mark})
        found = re.search(r"/e/[\w-]{20,}", page.text)
        assert found
        await office.send(f"/staff/people/{clerk}/forget", {"mark": mark})
        await browser.open(found[0])
        assert "К коду" not in (await browser.press("Войти")).links, "the link was made before"
        page = await office.send(f"/staff/people/{clerk}/link", {"mark": mark})
        assert (page.status, "/e/" in page.html) == (409, False), "one person's two deeds open nobody's desk"
        await browser.open(await _link(desk, walk.town.clerk, Audience.STAFF))
        assert (await browser.press("Войти")).status == 401
        page = await browser.follow("К коду")
        assert "<svg" in page.html, "a new authenticator is set up"
        await browser.press("Войти", code=await _code(desk, walk.town.clerk))
        for number, sure, status in ((admin.person_id, "yes", 403), (foreign.person_id, "yes", 404), (clerk, "", 200)):
            sent = {"mark": mark, "sure": sure}
            assert (await office.send(f"/staff/people/{number}/dismiss", sent)).status == status
        assert (await browser.open("/staff")).status == 200, "asked once"
        await office.press("Да, снять с должности")
        assert (await browser.open("/staff")).status == 401
        assert f"№ {clerk}" not in (await office.open("/staff/people")).text
    async with database.reads() as session:
        told = await session.execute(select(Notice.kind, Notice.person_id).where(Notice.kind.like("staff_%")))
        kinds = ("staff_link_made", "staff_factor_forgotten", "staff_post_ended")
        assert sorted(told.all()) == sorted((kind, one) for kind in kinds for one in (clerk, second.person_id))


@once
async def test_pages_of_a_post_end_after_twelve_hours_whatever_is_done(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, _at_desk(desk, walk.town.clerk) as browser:
        for _half_hour in range(23):
            desk.clock.advance(timedelta(minutes=30))
            assert (await browser.open("/staff")).status == 200
        desk.clock.advance(timedelta(minutes=30))
        assert (await browser.open("/staff")).status == 401


@once
async def test_an_invitation_is_taken_without_a_messenger_once(database: Database) -> None:
    walk = await street(database)
    async with database.sessions() as session:
        code = await invite(
            session, territory_id=walk.town.territory_id, role=Role.CLERK, provider_id=None, now=walk.now
        )
        await session.commit()
    async with site(database) as desk, desk.browser() as browser, desk.browser() as thief:
        await browser.open(f"/i/{code}")
        page = await browser.press("Принять приглашение")
        assert page.status == 401
        page = await browser.follow("К коду")
        assert "<svg" in page.html
        await thief.open(f"/i/{code}")
        assert (await thief.press("Принять приглашение")).status == 409
        assert (await thief.open("/staff")).status == 401
    async with database.reads() as session:
        sessions = list(await session.scalars(select(WebSession.audience)))
        assert sessions == [Audience.STAFF]
        assert list(await session.scalars(select(SecondFactor.confirmed_at))) == [None]
