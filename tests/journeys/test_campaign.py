"""A message to everyone over real HTTP: made, tried, approved, watched, stopped; the report equals the call log."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import progress
from bot.app import Wiring, serve
from bot.demo.live import demo_settings
from bot.prepare import prepared
from bot.sandbox.client import Message, Person, SandboxClient
from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona
from bot.settings import Settings
from services.core.actor import Post, Role
from services.core.clock import MovableClock
from services.core.db import Database
from services.staff import actions
from services.territories.queries import territory_by_slug
from tests.journeys.conftest import QUICKER
from tests.support.factories.campaigns import add_door
from tests.support.factories.families import add_person

PEOPLE = 54
RATE = 10
"""Messages a second: the stop comes while most still wait."""
NEWS = "Запись на новый год открыта"
SCREENS = 6
STOPS_WITHIN = 2
"""Seconds."""
SOME = 5
"""Messages that have gone when the clerk stops the rest."""
FIRST = 500


@dataclass(frozen=True)
class Live:
    """A running desk with nobody in it but those whom the test brings."""

    sandbox: Sandbox
    database: Database
    clock: MovableClock


@pytest.fixture
async def live(own_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Live]:
    monkeypatch.setattr(progress, "EVERY_SECONDS", progress.EVERY_SECONDS / QUICKER)
    clock = MovableClock()
    async with Sandbox(persons=(), clock=clock, flood=Flood(refill=QUICKER)) as sandbox:
        base = own_settings.model_copy(update={"notices_per_second": RATE})
        settings = demo_settings(base, tmp_path, sandbox.url, sandbox.token, own_database=True)
        stop, ready = asyncio.Event(), asyncio.Event()
        async with prepared(settings, clock) as database, asyncio.TaskGroup() as group:
            wiring = Wiring(settings, database, clock, by_night=True)
            group.create_task(serve(wiring, stop=stop, roles=frozenset({"bot", "worker"}), ready=ready))
            await ready.wait()
            yield Live(sandbox, database, clock)
            stop.set()


async def _town(live: Live, client: SandboxClient, count: int) -> tuple[Person, Person, list[Person]]:
    """A clerk with the menu before them, a second one, and people of their town; everybody has been here before."""
    numbers = range(FIRST, FIRST + 2 + count)
    async with live.database.sessions() as session:
        place = (await territory_by_slug(session, "livny")).id
        actors = []
        for number in numbers:
            live.sandbox.world.admit(Persona(number, "Имя", started=True))
            actors.append(await add_person(session, territory_id=place))
            await add_door(session, actors[-1].person_id, number)
        for actor, role in zip(actors, (Role.CLERK, Role.CHIEF), strict=False):
            await actions.appoint(session, person_id=actor.person_id, post=Post(role, place), now=live.clock())
        await session.commit()
    clerk, chief, *people = [Person(client, number) for number in numbers]
    await clerk.start()
    return clerk, chief, people


async def _sent(client: SandboxClient, text: str) -> Counter[tuple[int, bool]]:
    """(chat, whether it went) of each call that said the message."""
    calls = (await client.calls())["calls"]
    return Counter(
        (int(call["params"]["chat_id"]), call["ok"])
        for call in calls
        if call["method"].lower() == "sendmessage" and call["params"].get("text") == text
    )


async def _violations(client: SandboxClient) -> list[tuple[str, str]]:
    """(method, Telegram's words) of each call that broke a rule."""
    calls = (await client.calls())["calls"]
    return [(call["method"], call["description"]) for call in calls if call["violation"]]


def _figures(report: str) -> tuple[int, ...]:
    found = re.search(
        r"Отправлено: (\d+) из (\d+). Бот заблокирован: (\d+), не удалось: (\d+), пропущено: (\d+)", report
    )
    assert found, report
    return tuple(int(figure) for figure in found.groups())


def _is_settled(message: Message) -> bool:
    return "рассылка остановлена" in message.text and "ещё в пути" not in message.text


class Screens:
    """Counts the screens that the clerk opens."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.opened = 0

    async def press(self, wanted: str) -> str:
        self.opened += 1
        return (await self.person.press(wanted)).text


async def _approve(chief: Person) -> None:
    await chief.wait_for(lambda message: "просит одобрить" in message.text)
    await chief.press("Открыть рассылку")
    await chief.press("Одобрить")


async def _ask_to_stop(clerk: Person) -> None:
    """Press until the question is there: while messages go out the screen's figures may be drawn over it."""
    for _try in range(5):
        await clerk.press("Остановить")
        if any("Да, остановить" in button.text for button in clerk.visible):
            return


async def test_made_tried_approved_watched_and_stopped(live: Live) -> None:
    async with SandboxClient(live.sandbox.url, quiet=0) as client:
        clerk, chief, people = await _town(live, client, PEOPLE - 1)
        live.sandbox.world.chats[people[0].id].blocked = True  # and the desk has not heard of it
        screens = Screens(clerk)
        await screens.press("Рассылка")
        await screens.press("Новая рассылка")
        await clerk.send(NEWS)
        assert f"{PEOPLE - 1} человека" in await screens.press("Дальше: кому")
        await screens.press("проба на себе")
        assert await _sent(client, NEWS) == {(clerk.id, True): 1}
        assert "📣 Отправить всем" not in [button.text for button in clerk.last.buttons]
        await screens.press("Попросить одобрить")
        await _approve(chief)
        await clerk.wait_for(lambda message: "одобрена. Отправьте" in message.text)
        assert "отправляется" in await screens.press("Отправить всем")
        assert screens.opened <= SCREENS
        assert f"из {PEOPLE - 1}" in (await clerk.press("Пауза")).text
        await clerk.press("Продолжить")
        await people[SOME].wait_for(lambda message: message.text == NEWS)
        await _ask_to_stop(clerk)
        await clerk.press("Да, остановить")
        at_stop = await _sent(client, NEWS)
        report = await clerk.wait_for(_is_settled)
        after = await _sent(client, NEWS)
        assert after.total() - at_stop.total() <= STOPS_WITHIN * RATE
        del after[(clerk.id, True)]
        sent, total, blocked, failed, skipped = _figures(report.text)
        went = {chat: count for (chat, is_sent), count in after.items() if is_sent}
        refused = {chat: count for (chat, is_sent), count in after.items() if not is_sent}
        assert set(after.values()) == {1}, "nobody was told twice"
        assert (sent, blocked, failed) == (len(went), len(refused), 0)
        assert blocked == 1
        assert 0 < sent < PEOPLE - 2
        assert total == PEOPLE - 1 == sent + blocked + skipped
        assert await _violations(client) == []


async def test_a_small_one_goes_to_its_end(live: Live) -> None:
    async with SandboxClient(live.sandbox.url, quiet=0) as client:
        clerk, _chief, people = await _town(live, client, 3)
        for step in ("Рассылка", "Новая рассылка"):
            await clerk.press(step)
        await clerk.send(NEWS)
        for step in ("Дальше: кому", "проба на себе", "Отправить всем"):
            await clerk.press(step)
        report = await clerk.wait_for(lambda message: "засчитана" in message.text)
        assert _figures(report.text) == (3, 3, 0, 0, 0)
        for person in people:
            await person.wait_for(lambda message: message.text == NEWS)
            await person.press("Не присылать новости")
