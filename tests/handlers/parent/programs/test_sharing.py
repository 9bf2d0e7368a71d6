"""Links, posters and calendar files, pressed and read; links opened are counted."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pypdfium2
import pytest
import segno
from aiogram.methods import SendDocument, TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup
from icalendar import Calendar
from sqlalchemy import update

from handlers.parent.programs.buttons import Lessons, OwnLessons, Poster, Share
from services.contracts.actions import approve
from services.core.db import Database
from services.programs.models import Offer
from services.programs.queries.visits import visits_by_source
from tests.support.factories.certificates import NOW, add_application
from tests.support.journey import CLERK, CLUB, PARENT, STRANGER, Street, street, visible

LINK = "https://t.me/kruzhok_bot?start="
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
"""What the database does here has tests of its own on both."""


@pytest.fixture
async def walk(database: Database) -> Street:
    return await street(database)


async def _press(walk: Street, person: int, button: Any) -> list[TelegramMethod[Any]]:
    return await walk.desk.feed(walk.query(person, button.pack(), 1))


def _file(calls: list[TelegramMethod[Any]]) -> tuple[str, bytes, str]:
    """Name, bytes and caption of the only document."""
    (sent,) = [call for call in calls if isinstance(call, SendDocument)]
    assert isinstance(sent.document, BufferedInputFile)
    assert isinstance(sent.reply_markup, InlineKeyboardMarkup)
    assert len(visible(sent.caption or "")) <= 900
    return sent.document.filename or "", sent.document.data, visible(sent.caption or "")


def _events(data: bytes) -> list[Any]:
    read: Any = Calendar.from_ical(data)
    return list(read.walk("VEVENT"))


async def _counted(walk: Street) -> dict[str, int]:
    async with walk.database.reads() as session:
        today = walk.now.date()
        return await visits_by_source(session, walk.town.territory_id, first=today, last=today)


# links


async def test_a_link_is_given_and_what_it_opens_is_counted_by_source(walk: Street) -> None:
    shared = await walk.desk.feed(walk.query(PARENT, Share(group_id=walk.town.group_id).pack(), 1))
    text = visible(getattr(shared[-1], "text", "") or "")
    link = f"{LINK}p_{walk.town.program_id}_share"
    assert link in text
    markup = shared[-1].reply_markup  # type: ignore[attr-defined]
    ready = parse_qs(urlsplit(markup.inline_keyboard[0][0].url).query)
    assert ready["url"] == [link]
    for payload in (f"p_{walk.town.program_id}_share", f"p_{walk.town.program_id}", f"p_{walk.town.program_id}_QR"):
        shown = await walk.text(STRANGER, f"/start {payload}")
        assert "Робототехника" in shown.text
    await walk.text(STRANGER, "/start t_livny_school-3")
    await walk.text(STRANGER, "/start t_livny")
    assert await _counted(walk) == {"direct": 2, "qr": 1, "school-3": 1, "share": 1}


@pytest.mark.parametrize("payload", ["p_", "p_x_qr", f"p_{9**20}_qr", "p__qr", "t__qr", "x_1_qr"])
async def test_a_broken_link_is_explained_and_not_counted(walk: Street, payload: str) -> None:
    shown = await walk.text(STRANGER, f"/start {payload}")
    assert shown.buttons
    assert await _counted(walk) == {}


async def test_the_body_sees_how_often_links_were_opened_and_a_parent_does_not(walk: Street) -> None:
    await walk.text(STRANGER, f"/start p_{walk.town.program_id}_qr")
    texts = {}
    for person in (CLERK, PARENT):
        calls = await _press(walk, person, Share(group_id=walk.town.group_id))
        texts[person] = getattr(calls[-1], "text", "")
    assert "qr — 1" in texts[CLERK]
    assert "qr — 1" not in texts[PARENT]


# posters


def _modules(page: Any, wide: int) -> list[list[bool]]:
    """The QR code of a rendered page, read back: nothing else on it is quite black."""
    picture = page.render(scale=4).to_numpy()[:, :, :3].max(axis=2)
    black = picture < 40
    rows, columns = np.where(black)
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    high, broad = (bottom - top) / wide, (right - left) / wide
    return [
        [bool(black[int(top + (row + 0.5) * high), int(left + (column + 0.5) * broad)]) for column in range(wide)]
        for row in range(wide)
    ]


@pytest.mark.parametrize("person", [PARENT, CLUB, CLERK])
async def test_a_poster_is_one_page_whose_code_leads_to_the_card(walk: Street, person: int) -> None:
    name, data, _caption = _file(await _press(walk, person, Poster(group_id=walk.town.group_id)))
    assert name == f"poster-{walk.town.program_id}.pdf"
    with pypdfium2.PdfDocument(BytesIO(data)) as document:
        assert len(document) == 1
        page = document[0]
        assert [round(side) for side in page.get_size()] == [595, 842]
        words = " ".join(page.get_textpage().get_text_bounded().split())
        for piece in ("Робототехника: первые шаги", "10:00–11:30", "ул. Садовая, 1", "Дом творчества «Высота»"):
            assert piece in words
        wanted = segno.make_qr(f"{LINK}p_{walk.town.program_id}_qr", error="q").matrix
        assert _modules(page, len(wanted)) == [[bool(module) for module in row] for row in wanted]


# calendars


async def test_lessons_of_a_group_come_as_a_calendar(walk: Street) -> None:
    name, data, _caption = _file(await _press(walk, PARENT, Lessons(group_id=walk.town.group_id)))
    assert name == f"lessons-g{walk.town.group_id}.ics"
    (event,) = _events(data)
    assert event["SUMMARY"] == "Робототехника: первые шаги"
    assert event["DTSTART"].dt.isoformat() == "2026-09-05T10:00:00+03:00"
    off = {one.dt.date() for one in event["EXDATE"].dts}
    assert date(2027, 1, 2) in off
    assert date(2026, 9, 12) not in off
    assert f"{LINK}p_{walk.town.program_id}_ics" in event["DESCRIPTION"]


async def test_an_own_case_comes_with_its_own_days_and_nobodys_name(walk: Street) -> None:
    async with walk.database.sessions() as session:
        number = await add_application(session, walk.town)
        await approve(session, walk.town.clerk, application_id=number, now=NOW)
        await session.commit()
    await walk.text(PARENT, "/start")
    shown = await walk.forge(PARENT, f"certcase:{number}")
    button = next(data for data in shown.buttons.values() if data.startswith("prgown"))
    _name, data, _caption = _file(await _press(walk, PARENT, OwnLessons.unpack(button)))
    (event,) = _events(data)
    assert event["DTSTART"].dt.date() == date(2026, 9, 12)
    for piece in ("Мария", "Орлов", "2018", str(PARENT)):
        assert piece not in data.decode()


@pytest.mark.parametrize(
    "make",
    [
        lambda _walk: Lessons(group_id=404),
        lambda _walk: Poster(group_id=404),
        lambda _walk: Share(group_id=404),
        lambda _walk: OwnLessons(application_id=404),
    ],
)
async def test_what_is_not_there_is_not_sent(walk: Street, make: Callable[[Street], Any]) -> None:
    calls = await _press(walk, PARENT, make(walk))
    assert not [call for call in calls if isinstance(call, SendDocument)]


async def test_no_calendar_before_an_approval_or_of_unknown_days(walk: Street) -> None:
    async with walk.database.sessions() as session:
        number = await add_application(session, walk.town)
        await session.execute(update(Offer).values(is_dated=False))
        await session.commit()
    for button in (OwnLessons(application_id=number), Lessons(group_id=walk.town.group_id)):
        calls = await _press(walk, PARENT, button)
        assert not [call for call in calls if isinstance(call, SendDocument)]
