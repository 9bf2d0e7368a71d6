"""A message to everyone over real HTTP: made, tried, approved, watched, stopped; the report equals the call log."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import Wiring, serve
from bot.demo.live import demo_settings
from bot.middlewares.actor import CHANNEL
from bot.prepare import prepared
from bot.sandbox.client import Message, Person, SandboxClient
from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona
from bot.settings import Settings
from services.core.actor import Actor, Post, Role
from services.core.clock import MovableClock
from services.core.db import Database
from services.staff import actions, queries
from services.territories.queries import territory_by_slug

PEOPLE = 54
RATE = 10
"""Messages a second: the stop comes while most still wait."""
NEWS = "Запись на новый год открыта"
SCREENS = 6
STOPS_WITHIN = 2
"""Seconds."""
SOME = 5
"""Messages that have gone when the clerk stops the rest."""
CLERK = 102


@dataclass(frozen=True)
class Live:
    """A running desk with nobody in it but those whom the test brings."""

    url: str
    database: Database
    clock: MovableClock


@pytest.fixture
async def live(own_settings: Settings, tmp_path: Path) -> AsyncIterator[Live]:
    clock = MovableClock()
    sandbox = Sandbox(persons=(Persona(CLERK, "Ольга", "clerk"),), clock=clock, flood=Flood())
    async with sandbox:
        base = own_settings.model_copy(update={"notices_per_second": RATE})
        settings = demo_settings(base, tmp_path, sandbox.url, sandbox.token, own_database=True)
        stop, ready = asyncio.Event(), asyncio.Event()
        async with prepared(settings, clock) as database, asyncio.TaskGroup() as group:
            wiring = Wiring(settings, database, clock, by_night=True)
            group.create_task(serve(wiring, stop=stop, roles=frozenset({"bot", "worker"}), ready=ready))
            await ready.wait()
            yield Live(sandbox.url, database, clock)
            stop.set()


async def _actor(live: Live, person: Person) -> Actor:
    async with live.database.reads() as session:
        found = await queries.actor_at(session, channel=CHANNEL, address=str(person.id))
    assert found is not None
    return found


async def _started(client: SandboxClient, count: int) -> list[Person]:
    people = [await client.person() for _each in range(count)]
    for at in range(0, count, 9):
        await asyncio.gather(*(person.start() for person in people[at : at + 9]))
    return people


async def _settle_down(live: Live, clerk: Person, chief: Person, people: list[Person]) -> None:
    """Everybody chooses the territory; the two clerks get their posts."""
    actors = [await _actor(live, person) for person in (clerk, chief, *people)]
    async with live.database.sessions() as session:
        place = (await territory_by_slug(session, "livny")).id
        for actor in actors:
            await actions.choose_territory(session, actor, territory_id=place)
        for actor, role in zip(actors, (Role.CLERK, Role.CHIEF), strict=False):
            await actions.appoint(session, person_id=actor.person_id, post=Post(role, place), now=live.clock())
        await session.commit()


async def _block_unnoticed(live: Live, person: Person) -> None:
    """The person blocks the bot, and the desk has not heard of it."""
    await person.block()
    actor = await _actor(live, person)
    async with live.database.sessions() as session:
        await actions.mark_reachable(session, actor)
        await session.commit()


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


async def _made(live: Live, client: SandboxClient, clerk: Person) -> Person:
    """A second clerk and the people of the town, one of whom has blocked the bot; the clerk is in the menu."""
    await clerk.start()
    chief, *people = await _started(client, PEOPLE)
    await _settle_down(live, clerk, chief, people)
    await _block_unnoticed(live, people[0])
    await clerk.start()
    return chief


async def _approve(chief: Person) -> None:
    await chief.wait_for(lambda message: "просит одобрить" in message.text)
    await chief.press("Открыть рассылку")
    await chief.press("Одобрить")


async def test_made_tried_approved_watched_and_stopped(live: Live) -> None:
    async with SandboxClient(live.url, quiet=0) as client:
        (clerk,) = await client.persons()
        chief = await _made(live, client, clerk)
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
        async with asyncio.timeout(10):
            while (await _sent(client, NEWS)).total() < SOME:
                continue
        await clerk.press("Остановить")
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
    async with SandboxClient(live.url, quiet=0) as client:
        (clerk,) = await client.persons()
        await clerk.start()
        chief, *people = await _started(client, 4)
        await _settle_down(live, clerk, chief, people)
        await clerk.start()
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
