"""What can be seen of a touch: its number, a pseudonym, a room, an outcome. Never what was said."""

import asyncio
import io
import json
import logging

import httpx
import pytest
import structlog
from aiogram.types import InlineQuery, Message, Update
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import generate_latest
from sqlalchemy import text as sql

from bot.metrics import Metrics, application, exposed
from bot.settings import SettingsBroken
from services.core.clock import system_clock
from services.core.db import Database, open_database
from tests.support.bot import FedDesk, texts
from tests.support.journey import STRANGER, Street, street
from tests.support.ways import ANSWERS, to_question

TYPED = {
    **ANSWERS,
    "representative:full_name": "Кваквилина Ундина Ксаверьевна",
    "representative:phone": "+7 900 765-43-21",
    "child:full_name": "Шмыгуля Пантелей Зотович",
}
RARE = ("квакви", "ундин", "шмыгул", "9007654321", "765-43-21", "14.05.2018", "112-233-445", "зюзьг")


def _lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _touches(out: io.StringIO) -> list[dict[str, object]]:
    return [line for line in _lines(out) if line["event"] == "touch"]


def _leaks(out: io.StringIO) -> list[str]:
    said = out.getvalue().lower()
    return [token for token in RARE if token in said or json.dumps(token)[1:-1] in said]


async def _fill(walk: Street) -> None:
    await to_question(walk, "representative:full_name")
    for answer in TYPED.values():
        await walk.text(STRANGER, answer)
    await walk.press(STRANGER, "fampick")
    await walk.text(STRANGER, "зюзьга")


async def test_a_touch_is_one_line_without_a_word_of_it(log: io.StringIO, database: Database) -> None:
    walk = await street(database)
    await walk.text(STRANGER, "/start зюзьга")
    (line,) = _touches(log)
    assert set(line) == {"event", "update", "person", "room", "outcome", "kind", "ms", "level", "timestamp"}
    assert (line["room"], line["outcome"], line["kind"]) == ("common.start", "done", "message")
    assert str(STRANGER) not in log.getvalue()
    await walk.text(STRANGER, "/help")
    first, second = _touches(log)
    assert first["person"] == second["person"] != "none"
    assert first["update"] != second["update"]


async def test_a_form_leaves_nothing_in_any_log_at_debug(log: io.StringIO, database: Database) -> None:
    walk = await street(database)
    await _fill(walk)
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _request: httpx.Response(200))) as client:
        await client.get("https://example.org/шмыгуля")
    async with database.sessions() as session:
        await session.execute(sql("SELECT :name"), {"name": TYPED["child:full_name"]})
    assert len(_touches(log)) > 10
    assert _leaks(log) == []


@pytest.mark.parametrize("name", ["asyncio", "aiogram.event", "sqlalchemy.engine.Engine", "httpx", "somebody.else"])
def test_a_librarys_line_keeps_no_words(log: io.StringIO, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(name), "disabled", False)  # import-linter switches off what was there before
    try:
        int(TYPED["child:full_name"])
    except ValueError:
        logging.getLogger(name).exception("broke at %s", TYPED["child:full_name"])
    (line,) = _lines(log)
    assert (line["logger"], line["error"], line["level"]) == (name, "ValueError", "error")
    assert _leaks(log) == []


async def test_lines_of_the_deed_carry_its_room_and_person(log: io.StringIO, database: Database) -> None:
    walk = await street(database)
    await walk.text(STRANGER, "/start")
    await walk.forge(STRANGER, "certcase:999999")
    refused, touch = _lines(log)[-2:]
    assert refused["event"] == "touch.refused"
    assert touch["outcome"] == "refused"
    assert (refused["room"], refused["person"]) == (touch["room"], touch["person"])
    assert structlog.contextvars.get_contextvars() == {}


async def test_outcomes_are_told_apart(log: io.StringIO, database: Database) -> None:
    await street(database)
    desk = FedDesk(database, throttle_touches=2)
    update = desk.message_update(501, text="/help")
    await desk.feed(update)
    await FedDesk(database).feed(update)
    await desk.text(501, "/help")
    await desk.text(501, "/help")
    assert [line["outcome"] for line in _touches(log)] == ["done", "repeated", "done", "held"]


async def test_what_is_not_for_the_desk_is_silent_and_leaves_nothing(log: io.StringIO, database: Database) -> None:
    desk = FedDesk(database)
    mended = desk.message_update(501, text="зюзьга").message
    assert await desk.feed(Update(update_id=1, edited_message=mended)) == []
    assert log.getvalue() == ""


async def test_what_is_asked_from_elsewhere_is_seen_without_its_words(log: io.StringIO, database: Database) -> None:
    desk = FedDesk(database)
    asked = InlineQuery(id="1", from_user=desk.user(501), query="зюзьга", offset="")
    assert len(await desk.feed(Update(update_id=1, inline_query=asked))) == 1
    (line,) = _touches(log)
    assert (line["outcome"], line["room"], line["kind"]) == ("asked", "parent.inline", "inline_query")
    assert "зюзьга" not in log.getvalue()


async def _page(metrics: Metrics, database: Database) -> str:
    async with TestClient(TestServer(application(metrics, database, system_clock))) as client:
        answer = await client.get("/metrics")
        assert answer.status == 200
        assert answer.content_type == "text/plain"
        return await answer.text()


async def test_metrics_count_touches_notices_and_trouble(database: Database) -> None:
    walk = await street(database)
    await to_question(walk, "child:category")
    metrics = walk.desk.metrics
    page = await _page(metrics, database)
    assert 'kruzhok_touches_total{outcome="done",room="parent.families"}' in page
    assert 'kruzhok_touch_seconds_bucket{le="0.1"}' in page
    for line in (
        'kruzhok_notices{status="pending"} 0.0',
        "kruzhok_delivery_queue 0.0",
        "kruzhok_repeated_total 0.0",
        "kruzhok_polling_failures_total 0.0",
        "kruzhok_database_up 1.0",
    ):
        assert line in page
    assert str(STRANGER) not in page


async def test_two_desks_of_a_process_count_apart(database: Database) -> None:
    first, second = FedDesk(database), FedDesk(database)
    assert texts(await first.text(501, "/help"))
    assert b'room="common.start"' in generate_latest(first.metrics.registry)
    assert b'room="common.start"' not in generate_latest(second.metrics.registry)


async def test_a_database_away_is_shown_and_breaks_nothing() -> None:
    away = open_database("postgresql://desk@127.0.0.1:9/desk")
    try:
        page = await _page(Metrics(), away)
    finally:
        await away.dispose()
    assert "kruzhok_database_up 0.0" in page
    assert "kruzhok_notices{" not in page


async def test_the_port_is_opened_closed_and_refused_in_words(database: Database) -> None:
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    app = application(Metrics(), database, system_clock)
    with pytest.raises(SettingsBroken, match=f"METRICS_PORT: port {port} is taken"):
        async with exposed(app, "127.0.0.1", port):
            pass
    server.close()
    await server.wait_closed()
    again = application(Metrics(), database, system_clock)
    async with exposed(again, "127.0.0.1", port), httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{port}/metrics")).status_code == 200
    async with exposed(application(Metrics(), database, system_clock), "127.0.0.1", None):
        pass


async def test_a_message_is_named_by_its_kind_only(log: io.StringIO, database: Database) -> None:
    desk = FedDesk(database)
    update = desk.message_update(501, text="зюзьга")
    assert isinstance(update.message, Message)
    await desk.feed(update)
    assert _leaks(log) == []
