"""Whoever was let out comes back to the same field: by one button, through the chat, with nothing lost."""

import base64
from datetime import timedelta

import pytest
from aiogram.methods import SendMessage

from handlers.common.context import Desk
from handlers.common.places import place_code, place_of
from services.core.db import Database
from tests.support.bot import FedDesk
from tests.support.journey import PARENT, street
from tests.support.pages import site

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
PLACE = "/my/form/child/snils?group=7"


async def test_an_answer_sent_too_late_leads_back_to_its_own_field(database: Database) -> None:
    walk = await street(database)
    async with site(database) as desk, desk.parent(PARENT) as browser:
        place = f"/my/form/child/full_name?group={walk.town.group_id}"
        page = await browser.open(place)
        form, _button = page.form("Дальше")
        desk.clock.advance(timedelta(hours=3))
        page = await browser.send("/my/form/child/full_name", {**form.fields, "answer": "Щукина Анна"}, referer=place)
        assert page.status == 401
        page = await browser.follow("Открыть на том же месте")
        assert page.url.query["to"] == place
        assert page.links["Открыть чат"] == f"https://t.me/kruzhok_bot?start={place_code(place)}"
        page = await browser.send(
            "/my/form/child/full_name", form.fields, referer='https://evil.example/my/x"><script>'
        )
        assert "<script>" not in page.html.split("<main", 1)[1]


async def test_the_chat_gives_a_fresh_button_to_the_same_place(database: Database) -> None:
    own = Desk("kruzhok_bot", public_url="https://desk.example")
    calls = await FedDesk(database, desk=own).text(PARENT, f"/start {place_code(PLACE)}")
    (sent,) = [call for call in calls if isinstance(call, SendMessage)]
    address = sent.reply_markup.inline_keyboard[0][0].web_app.url  # type: ignore[union-attr]
    assert address == own.page(PLACE)


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/staff", "/my/../staff?x=%2f", "/myths", "\n"]
)
def test_a_forged_place_is_the_first_page(path: str, engine_name: str) -> None:
    del engine_name
    forged = "o_" + base64.urlsafe_b64encode(path.encode()).decode().rstrip("=")
    assert place_of(forged) in {"/my", "/"}
    assert place_of("o_%%%") == "/my"
    assert place_of(place_code(PLACE)) == PLACE
    assert place_of(place_code("/my/" + "x" * 90)) == "/my"
