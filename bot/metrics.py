"""Figures of one process for Prometheus. Labels are names of rooms, outcomes and statuses, never of people."""

import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import SettingsBroken
from services.core.clock import Clock
from services.core.db import Database
from services.notices.models import NoticeStatus
from services.notices.queries import due, standing

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram of touches."""


class Repeats(Protocol):
    """The delivery, as far as it is counted here."""

    repeated: int


class Failures(Protocol):
    """The poller, as far as it is counted here."""

    lost: int


@dataclass(eq=False)
class Metrics:
    """One set of figures for one process; nothing global, so two desks of one process do not meet."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    delivery: Repeats | None = None
    poller: Failures | None = None

    def __post_init__(self) -> None:
        said: dict[str, Any] = {"registry": self.registry}
        self.touches = Counter("kruzhok_touches", "Touches by room and outcome.", ("room", "outcome"), **said)
        self.seconds = Histogram("kruzhok_touch_seconds", "Seconds of a touch.", buckets=SECONDS, **said)
        self.notices = Gauge("kruzhok_notices", "Notices in the database by status.", ("status",), **said)
        self.due = Gauge("kruzhok_delivery_queue", "Notices that are due and not sent.", **said)
        self.database = Gauge("kruzhok_database_up", "Whether the database has answered (1) or not (0).", **said)
        self.registry.register(self)
        ProcessCollector(registry=self.registry)

    def collect(self) -> Iterator[Metric]:
        """What the loops count themselves (prometheus_client's collector)."""
        repeated = self.delivery.repeated if self.delivery is not None else 0
        lost = self.poller.lost if self.poller is not None else 0
        yield CounterMetricFamily("kruzhok_repeated", "Notices claimed again after a kill («повтор»).", value=repeated)
        yield CounterMetricFamily("kruzhok_polling_failures", "Polls that Telegram did not answer.", value=lost)

    def touched(self, room: str, outcome: str, seconds: float) -> None:
        """Count one touch."""
        self.touches.labels(room, outcome).inc()
        self.seconds.observe(seconds)

    async def measure(self, database: Database, clock: Clock) -> None:
        """Read what only the database knows; while it is away its old figures are not repeated as new."""
        try:
            async with database.reads() as session:
                found = await standing(session)
                waiting = await due(session, now=clock())
        except (SQLAlchemyError, OSError):
            self.database.set(0)
            self.notices.clear()
            self.due.set(float("nan"))
            return
        self.database.set(1)
        for status in NoticeStatus:
            self.notices.labels(status.value).set(found.get(status, 0))
        self.due.set(waiting)


def application(metrics: Metrics, database: Database, clock: Clock) -> web.Application:
    """A web application with the one page ``/metrics``."""

    async def page(_request: web.Request) -> web.Response:
        await metrics.measure(database, clock)
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    served = web.Application()
    served.router.add_get("/metrics", page)
    return served


@asynccontextmanager
async def exposed(app: web.Application, host: str, port: int | None, name: str = "METRICS_PORT") -> AsyncIterator[None]:
    """Serve pages while the process lives; nothing at all without a port.

    Raises SettingsBroken with the setting's ``name`` for a taken one.
    """
    if port is None:
        yield
        return
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await _open(web.TCPSite(runner, host, port).start, port, name)
        yield
    finally:
        await runner.cleanup()


async def _open(start: Callable[[], Awaitable[None]], port: int, name: str) -> None:
    try:
        await start()
    except OSError as clash:
        why = "is taken" if clash.errno == errno.EADDRINUSE else f"cannot be used ({type(clash).__name__})"
        raise SettingsBroken(f"{name}: port {port} {why}; choose another or leave it unset") from None
