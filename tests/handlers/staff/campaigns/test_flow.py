"""A message to everyone, pressed and typed: every screen leads on, what is refused is said, nothing is lost."""

from typing import Any

import pytest
from aiogram.methods import SendPhoto
from aiogram.types import Document, MessageEntity, PhotoSize
from sqlalchemy import select

from bot.progress import Follower
from handlers.common import words
from handlers.common.errors import sentence
from services.campaigns.errors import (
    ApprovalNeeded,
    AudienceEmpty,
    FileTooBig,
    MainTextMissing,
    OwnCampaign,
    TextTooLong,
)
from services.campaigns.models import Campaign, CampaignStatus
from services.campaigns.rules import MEGABYTE
from services.core.db import Database
from services.core.errors import Invalid, Stale
from services.notices.actions import work_mailings
from tests.support.factories.campaigns import add_people, add_unreached
from tests.support.journey import CHIEF, CLERK, PARENT, Street, street

NEWS = "Запись открыта"


@pytest.fixture
async def town(database: Database) -> Street:
    words.use("ru")
    return await street(database)


async def _write(town: Street, text: str = NEWS, **content: Any) -> None:
    await town.text(CLERK, "/start")
    await town.press(CLERK, "cmlist")
    await town.press(CLERK, "cmnew")
    if content:
        await _send(town, **content)
    else:
        await town.text(CLERK, text)


async def _send(town: Street, **content: Any) -> None:
    await town._touch(CLERK, town._message(CLERK, **content), pressed=False)


def photo(size: int) -> dict[str, Any]:
    return {"photo": [PhotoSize(file_id="ph", file_unique_id="ph", width=9, height=9, file_size=size)]}


def document(size: int) -> dict[str, Any]:
    return {"document": Document(file_id="doc", file_unique_id="doc", file_size=size)}


async def _many(town: Street, count: int) -> None:
    async with town.database.sessions() as session:
        await add_people(session, town.town.territory_id, count)
        await session.commit()


async def _campaign(town: Street) -> Campaign:
    async with town.database.reads() as session:
        return (await session.scalars(select(Campaign))).one()


async def test_written_aimed_tried_and_sent(town: Street) -> None:
    async with town.database.sessions() as session:
        await add_unreached(session, town.town.territory_id)
        await session.commit()
    await _write(town)
    shown = await town.press(CLERK, "cmaim")
    assert "1 человек" in shown.text
    assert "отключили новости — 1" in shown.text
    shown = await town.press(CLERK, "cmset:1:with")
    assert "0 человек" in shown.text
    shown = await town.press(CLERK, "cmset:1:all")
    shown = await town.press(CLERK, "cmtry")
    trial = [one for one in town._session.chats[CLERK].values() if one.text == NEWS]
    assert len(trial) == 1
    shown = await town.press(CLERK, "cmsend")
    assert "отправляется" in shown.text
    assert await _deliver(town) == [(PARENT, NEWS)]
    assert (await _campaign(town)).status is CampaignStatus.SENDING
    await _follow(town)
    assert (await _campaign(town)).status is CampaignStatus.DONE
    report = town.old(CLERK, "cmlist")
    assert "Отправлено: 1 из 4" in report.text
    assert "отключены новости: 1" in report.text


async def _deliver(town: Street) -> list[tuple[int, str]]:
    """What the mailing says, by the process's own steps; (person, text) of each."""
    said: list[tuple[int, str]] = []
    for _step in range(3):
        async with town.database.sessions() as session:
            await work_mailings(session, now=town.now)
            await session.commit()
        said += await town.deliver()
    return said


async def _follow(town: Street) -> None:
    """The campaign is followed to its end."""
    follower = Follower(town.desk.bot, town.database, lambda: town.now)
    assert await follower.once() == 1
    assert await follower.once() == 0


async def test_a_second_person_approves(town: Street) -> None:
    await _many(town, 51)
    await _write(town)
    await town.press(CLERK, "cmaim")
    await town.press(CLERK, "cmtry")
    assert "cmsend:1" not in town.seen(CLERK).buttons.values()
    shown = await town.forge(CLERK, "cmsend:1")
    assert shown.text == sentence(ApprovalNeeded(1, 52, 50))
    await town.press(CLERK, "cmask")
    assert (await town.forge(CLERK, "cmyes:1")).text == sentence(OwnCampaign(1))
    assert [chat for chat, _text in await town.deliver()] == [CHIEF]
    await town.press(CHIEF, "cmopen")
    await town.press(CHIEF, "cmtry")
    await town.press(CHIEF, "cmyes")
    await town.deliver()
    said = await town.at_once((CLERK, "cmsend:1"), (CHIEF, "cmsend:1"))
    assert sentence(Stale("campaign")) in said
    assert (await _campaign(town)).status is CampaignStatus.SENDING


async def test_returned_and_asked_again(town: Street) -> None:
    await _many(town, 51)
    await _write(town)
    await town.forge(CLERK, "cmask:1")
    await town.deliver()
    await town.press(CHIEF, "cmopen")
    await town.press(CHIEF, "cmback")
    assert [chat for chat, _text in await town.deliver()] == [CLERK]
    shown = await town.press(CLERK, "cmopen")
    assert "cmaim:1" in shown.buttons.values()


async def test_pause_and_stop(town: Street) -> None:
    await _many(town, 20)
    await _write(town)
    await town.press(CLERK, "cmaim")
    await town.press(CLERK, "cmtry")
    await town.press(CLERK, "cmsend")
    assert "на паузе" in (await town.press(CLERK, "cmhold")).text
    assert "отправляется" in (await town.press(CLERK, "cmhold")).text
    await town.press(CLERK, "cmstop")
    await town.press(CLERK, "cmsee")
    await town.press(CLERK, "cmstop")
    shown = await town.press(CLERK, "cmstop:1:1")
    assert "остановлена" in shown.text
    assert (await town.forge(CLERK, "cmhold:1:1")).text == sentence(Stale("campaign"))


async def test_two_languages_a_picture_and_buttons(town: Street) -> None:
    await _write(town, **photo(9), caption=NEWS, caption_entities=[MessageEntity(type="bold", offset=0, length=6)])
    await town.press(CLERK, "cmsay:1:en")
    await town.text(CLERK, "Open & now")
    for button in ("Подробнее — https://example.org", f"Робот — программа {town.town.program_id}"):
        await town.press(CLERK, "cmbtn")
        await town.text(CLERK, button)
    kept = await _campaign(town)
    assert kept.texts == {"ru": "<b>Запись</b> открыта", "en": "Open &amp; now"}
    before = len(town._session.calls)
    await town.press(CLERK, "cmaim")
    await town.press(CLERK, "cmtry")
    sent = [call for call in town._session.calls[before:] if isinstance(call, SendPhoto)]
    assert [call.caption for call in sent] == ["<b>Запись</b> открыта", "Open &amp; now"]
    rows = sent[0].reply_markup.inline_keyboard  # type: ignore[union-attr]
    assert rows[0][0].url == "https://example.org"
    assert rows[1][0].callback_data.startswith(f"prgcard:{town.town.group_id}")
    assert rows[2][0].callback_data == "cmquiet"
    await town.press(CLERK, "cmopen")
    await town.press(CLERK, "cmbare:1:file")
    shown = await town.press(CLERK, "cmbare:1:buttons")
    assert "cmbare" not in str(shown.buttons)


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        ({"text": "а" * 5000}, TextTooLong(5000, 4096, has_file=False)),
        ({"caption": "а" * 1025} | photo(9), TextTooLong(1025, 1024, has_file=True)),
        (photo(20 * MEGABYTE), FileTooBig("photo", 20, 10)),
        (document(21 * MEGABYTE), FileTooBig("document", 21, 20)),
        ({"text": " \n "}, Invalid("campaign_text", "empty")),
    ],
)
async def test_what_cannot_be_sent_is_one_sentence(town: Street, content: dict[str, Any], refused: Any) -> None:
    await town.text(CLERK, "/start")
    await town.press(CLERK, "cmlist")
    await town.press(CLERK, "cmnew")
    await _send(town, **content)
    assert town.seen(CLERK).text == sentence(refused)
    assert (await town.rows())["campaigns"] == 0
    await town.text(CLERK, NEWS)
    assert (await _campaign(town)).texts == {"ru": NEWS}, "the question was still open"


async def test_a_sticker_leaves_the_question(town: Street) -> None:
    await _write(town)
    for button in ("cmsay:1:en", "cmbtn"):
        await town.forge(CLERK, button if ":" in button else f"{button}:1")
        await town.sticker(CLERK)
    await town.text(CLERK, "Поиск — find")
    assert (await _campaign(town)).buttons[0]["label"] == "Поиск"


async def test_wrong_buttons_are_explained(town: Street) -> None:
    await _write(town)
    await town.press(CLERK, "cmbtn")
    for typed, why in (("Подробнее", "format"), ("А — http://example.org", "link"), ("А — program 99999", "program")):
        assert (await town.text(CLERK, typed)).text == sentence(Invalid("campaign_button", why))
    await town.text(CLERK, "Поиск — find")
    assert (await _campaign(town)).buttons


async def test_cancel_keeps_the_draft_and_the_menu_leaves_it(town: Street) -> None:
    await _write(town)
    await town.press(CLERK, "cmsay:1:en")
    await town.text(CLERK, "/cancel")
    await town.text(CLERK, "рисование")
    assert (await _campaign(town)).texts == {"ru": NEWS}
    await town.text(CLERK, "/start")
    await town.press(CLERK, "cmlist")
    await town.press(CLERK, "cmopen")
    await town.press(CLERK, "cmdrop")
    await town.press(CLERK, "cmopen")
    await town.press(CLERK, "cmdrop")
    await town.press(CLERK, "cmdrop:1:1")
    assert (await town.rows())["campaigns"] == 0


async def test_a_picture_without_words_is_not_tried(town: Street) -> None:
    await _write(town, **photo(9))
    assert "cmaim:1" not in town.seen(CLERK).buttons.values()
    shown = await town.forge(CLERK, "cmtry:1")
    assert shown.text == sentence(MainTextMissing(1))
    await town.press(CLERK, "cmsay:1:ru", at=shown)
    await town.text(CLERK, NEWS)
    kept = await _campaign(town)
    assert kept.attachment
    assert kept.texts == {"ru": NEWS}


async def test_news_are_switched_off_and_stay_in_the_chat(town: Street) -> None:
    await _write(town)
    await town.forge(CLERK, "cmsend:1")
    await _deliver(town)
    await town.press(PARENT, "cmquiet")
    assert [shown.text for shown in town._session.chats[PARENT].values()].count(NEWS) == 1
    await _write(town)
    assert "отключили новости — 1" in (await town.press(CLERK, "cmaim:2")).text
    await town.press(PARENT, "wanted:news")
    assert "1 человек" in (await town.forge(CLERK, "cmaim:2")).text


async def test_an_empty_audience(town: Street) -> None:
    await _write(town)
    await town.press(CLERK, "cmaim")
    await town.press(CLERK, "cmset:1:with")
    await town.press(CLERK, "cmtry")
    shown = await town.press(CLERK, "cmsend")
    assert shown.text == sentence(AudienceEmpty(1))
    await town.press(CLERK, "cmaim", at=shown)


async def test_an_english_clerk_reads_english(town: Street) -> None:
    await town.text(CHIEF, "/language")
    await town.press(CHIEF, "lang:en")
    town.language[CHIEF] = "en"
    town.data_words = (NEWS, "Запись", "Ливны", "г. Ливны", "Новости", "Русский")
    await town.text(CHIEF, "/start")
    await town.press(CHIEF, "cmlist")
    await town.press(CHIEF, "cmnew")
    await town.text(CHIEF, NEWS)
    await town.press(CHIEF, "cmaim")
    for _turn in range(7):
        await town.press(CHIEF, "Field")
    await town.press(CHIEF, "Clubs")
    await town.press(CHIEF, "Parents")
