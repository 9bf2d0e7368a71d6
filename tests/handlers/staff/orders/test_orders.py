"""The order as it is pressed: a line changed by answers, left and resumed; the difference; a file; a late yes."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import GetFile, SendDocument, TelegramMethod
from aiogram.types import Document, File

from handlers.staff.orders.keyboards import (
    ChangeLine,
    KeepAsIs,
    LeaveDraft,
    NewLine,
    OrderFile,
    OrderHistory,
    OrderLineOf,
    OrderReport,
    Orders,
    SayOrder,
    WriteDraft,
)
from services.core.db import Database
from services.orders import queries
from services.orders.gateway import read
from services.orders.rules import Volume
from tests.support.bot import FedDesk, RecordingSession, texts
from tests.support.factories.certificates import NOW, Town, add_town
from tests.support.hostile import door_of

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


class Files(RecordingSession):
    """A messenger that keeps one file."""

    content = b""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109 (aiogram's signature)
        if isinstance(method, GetFile):
            return File(file_id="F", file_unique_id="U", file_path="order.xlsx")
        return await super().make_request(bot, method, timeout)

    async def stream_content(self, *_args: Any, **_kwargs: Any) -> AsyncGenerator[bytes, None]:
        yield self.content


@dataclass
class Scene:
    """Two clerks of a town at their chats."""

    town: Town
    desk: FedDesk
    files: Files
    doors: tuple[int, int]

    async def press(self, data: Any, who: int = 0) -> str:
        return "\n".join(texts(await self.desk.press(self.doors[who], data.pack())))

    async def say(self, *typed: str, who: int = 0) -> str:
        """Type one after the other; what the last was answered."""
        for text in typed:
            said = "\n".join(texts(await self.desk.text(self.doors[who], text)))
        return said

    async def send(self, content: bytes) -> str:
        self.files.content = content
        document = Document(file_id="F", file_unique_id="U", file_name="order.xlsx", file_size=len(content))
        return "\n".join(texts(await self.desk.feed(self.desk.message_update(self.doors[0], document=document))))


async def _scene(database: Database) -> Scene:
    async with database.sessions() as session:
        town = await add_town(session)
        doors = await door_of(session, town.clerk), await door_of(session, town.second_clerk)
        await session.commit()
    desk = FedDesk(database, clock=lambda: NOW)
    desk.bot.session = desk.session = files = Files()
    return Scene(town, desk, files, doors)


async def test_a_line_is_changed_by_answers_left_and_resumed(database: Database) -> None:
    it = await _scene(database)
    assert "Социальный заказ 2026" in await it.press(Orders())
    assert "100" in await it.press(OrderLineOf(line_id=it.town.line_id))
    assert "Сколько детей" in await it.press(ChangeLine(line_id=it.town.line_id))
    assert "меньше нуля" in await it.say("-5")
    assert "Сколько человеко-часов" in await it.say("120")
    await it.press(Orders())  # left, and taken up again
    assert "Сколько человеко-часов" in await it.press(WriteDraft(draft_id=1))
    assert "стоит человеко-час" in await it.press(KeepAsIs(draft_id=1, field="hours"))
    assert "денег" in await it.say("169,5512")
    assert "актом" in await it.press(KeepAsIs(draft_id=1, field="money"))
    assert "Сколько денег" in await it.press(WriteDraft(draft_id=1, field="money"))
    assert "С какого дня" in await it.say("1695512", "Приказ № 7 от 01.09.2026")
    assert "не из года" in await it.say("01.01.2027")
    shown = await it.say("01.10.2026", "больше детей")
    assert "дети: 100 → 120; обещано 0" in shown
    assert "1\xa0695\xa0512\xa0₽" in shown
    assert "изменение № 1" in await it.press(SayOrder(draft_id=1, edition=0))
    assert "больше нет" in await it.press(SayOrder(draft_id=1, edition=0))
    history = await it.press(OrderHistory(territory_id=it.town.territory_id, year=2026))
    assert "Приказ № 7" in history
    assert "100 → 120" in history


async def test_a_report_can_be_sent_back(database: Database) -> None:
    it = await _scene(database)
    here = {"territory_id": it.town.territory_id, "year": 2026}
    calls = await it.desk.press(it.doors[0], OrderReport(**here).pack())
    (sent,) = [call for call in calls if isinstance(call, SendDocument)]
    report = getattr(sent.document, "data", b"")
    assert [line.children for line in read(report)] == ["100"]
    await it.press(OrderFile(**here))
    await it.send(report)
    assert "менять нечего" in await it.say("Приказ № 8", "01.10.2026", "сверка")
    await it.press(OrderFile(**here))
    assert "XLSX" in await it.send(b"PK")


async def test_the_second_yes_looks_at_the_difference_anew(database: Database) -> None:
    it = await _scene(database)
    await it.press(NewLine(territory_id=it.town.territory_id, year=2026))
    line = ("804200О.99.0.ББ52АЖ72000", "5", "10", "-", "1000", "Приказ № 9", "01.10.2026", "новая услуга")
    assert "новая строка" in await it.say(*line)
    assert "Удалить" in await it.press(LeaveDraft(draft_id=1))
    await it.press(ChangeLine(line_id=it.town.line_id, out=True), 1)
    assert "исключается" in await it.say("Приказ № 10", "01.11.2026", "нет спроса", who=1)
    assert "изменение № 1" in await it.press(SayOrder(draft_id=2, edition=0), 1)
    assert "другой сотрудник" in await it.press(SayOrder(draft_id=1, edition=0))
    await it.press(WriteDraft(draft_id=1))
    assert "изменение № 2" in await it.press(SayOrder(draft_id=1, edition=1))
    async with database.reads() as session:
        (kept,) = await queries.lines(session, it.town.territory_id, 2026)
        assert (kept.limit, kept.service_code) == (Volume(5, 10, 100_000), line[0])
