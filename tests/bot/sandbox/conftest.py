from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.sandbox.client import SandboxClient
from bot.sandbox.flood import Flood
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Persona

ANNA = 7
IVAN = 8


class Hands:
    """Both clocks of the sandbox, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.date = datetime(2026, 11, 22, 9, tzinfo=UTC)

    def now(self) -> float:
        return self.seconds

    def clock(self) -> datetime:
        return self.date

    async def advance(self, step: timedelta) -> None:
        self.date += step


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def flood() -> Flood | None:
    return None


@pytest.fixture
async def sandbox(hands: Hands, flood: Flood | None) -> AsyncIterator[Sandbox]:
    """Anna has pressed Start, Ivan has not."""
    persons = [Persona(ANNA, "Анна", "parent", started=True), Persona(IVAN, "Иван", "provider", start_payload="s1")]
    async with Sandbox(
        persons=persons, clock=hands.clock, now=hands.now, flood=flood, advance=hands.advance
    ) as running:
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    made = make_bot(sandbox)
    yield made
    await made.session.close()


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(sandbox.url) as made:
        yield made


class QuickSession(AiohttpSession):
    """Closes without the quarter of a second that aiogram waits for TLS: here is none."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


def make_bot(sandbox: Sandbox, token: str = Sandbox.token) -> Bot:
    return Bot(token, session=QuickSession(api=TelegramAPIServer.from_base(sandbox.url)))


async def call(sandbox: Sandbox, method: str, **params: Any) -> httpx.Response:
    """A call as JSON, past aiogram's own checks."""
    async with httpx.AsyncClient(trust_env=False) as http:
        return await http.post(f"{sandbox.url}/bot{sandbox.token}/{method}", json=params)


async def refused(sandbox: Sandbox, method: str, **params: Any) -> str:
    answer = (await call(sandbox, method, **params)).json()
    assert not answer["ok"]
    assert answer["error_code"] == 400
    return str(answer["description"])
