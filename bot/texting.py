"""The one gateway of codes: text messages by an operator's HTTP interface.

``SMS_URL`` takes ``POST {"to": "+7…", "text": "…"}`` with ``Authorization: Bearer SMS_TOKEN``. The sandbox has a fake
twin that keeps an inbox.
"""

import asyncio
from dataclasses import dataclass

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from services.access import actions
from services.access.actions import Outgoing
from services.core.clock import Clock
from services.core.db import Database

log = structlog.get_logger()
LOOKS_SECONDS = 1.0
TIMEOUT_SECONDS = 10.0


@dataclass
class Texting:
    """Sends what waits until asked to stop; a lost gateway or database is tried again."""

    database: Database
    clock: Clock
    url: str
    token: str

    async def run(self, stop: asyncio.Event) -> None:
        """Look every second."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, headers=headers) as line:
            while not stop.is_set():
                try:
                    await self.once(line)
                except (SQLAlchemyError, OSError, TimeoutError) as away:
                    log.warning("texts.put_off", error=type(away).__name__)
                try:
                    async with asyncio.timeout(LOOKS_SECONDS):
                        await stop.wait()
                except TimeoutError:
                    continue

    async def once(self, line: httpx.AsyncClient) -> int:
        """Send what waits now; return how many were tried."""
        async with self.database.sessions() as session:
            claimed = await actions.claim_texts(session, now=self.clock())
            await session.commit()
        for message in claimed:
            why = await self._send(line, message)
            async with self.database.sessions() as session:
                await actions.settle_text(
                    session, message_id=message.id, why=why, attempts=message.attempts, now=self.clock()
                )
                await session.commit()
        return len(claimed)

    async def _send(self, line: httpx.AsyncClient, message: Outgoing) -> str | None:
        """Why it did not go; None if it did. Neither number nor words are ever logged."""
        try:
            answer = await line.post(self.url, json={"to": message.phone, "text": message.words})
        except httpx.HTTPError as lost:
            log.warning("text.not_sent", error=type(lost).__name__)
            return type(lost).__name__
        if answer.is_success:
            return None
        log.warning("text.not_sent", status=answer.status_code)
        return f"http {answer.status_code}"
