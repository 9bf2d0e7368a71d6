"""Personal data stays off the messenger: the whole main job with pages of our own, and every byte looked through.

The same look at a trial desk finds the data (`test_main_job.py`), so it can fail.
"""

import asyncio
import base64
import io
import json
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from aiohttp import ClientSession, CookieJar
from yarl import URL

from bot.demo.live import Live, living
from bot.sandbox.client import Person, SandboxClient
from bot.settings import Settings
from bot.tables import metadata
from handlers.common.start.keyboards import ChooseTerritory
from handlers.parent.certificates.keyboards import ApplyTo
from handlers.parent.contracts.keyboards import GetCode, ReadContract
from handlers.parent.families.keyboards import AddChild
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.provider.contracts.keyboards import ProviderAgree
from handlers.staff.certificates.keyboards import Approve, Case
from tests.support.pages import Browser
from tests.support.scan import leaks

TERRITORY = "Северск"
NICKNAME = "Огонёк"
IDENTITY = {
    "representative/full_name": "Щелкопряжская Аделаида Вольдемаровна",
    "representative/phone": "+7 986 453-27-18",
    "child/full_name": "Щелкопряжский Евстигней Фаддеевич",
    "child/birth_date": "14.05.2018",
    "child/snils": "112-233-445 95",
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def live(furnished_settings: Settings, tmp_path: Path) -> AsyncIterator[Live]:
    async with living(furnished_settings, folder=tmp_path, own_database=True, pages=_free_port()) as running:
        yield running


async def _press(person: Person, prefix: str) -> None:
    await person.press(lambda button: button.data.split(":")[0] == prefix)


class Phone:
    """The parent's browser inside the messenger; the addresses it opened are kept."""

    def __init__(self, session: ClientSession, person: Person) -> None:
        self.person = person
        self.session = session
        self.opened: list[str] = []
        self.browser: Browser | None = None

    async def open(self, label: str) -> Browser:
        """Open a Mini App as the client does: the launch data stays in the fragment, a script hands it over."""
        address = await self.person.open_web_app(label)
        self.opened.append(address.partition("#")[0])
        parts = urlsplit(address)
        base = URL(f"{parts.scheme}://{parts.netloc}/")
        browser = self.browser = Browser(self.session, base)
        browser.opened = self.opened
        await browser.open(f"{parts.path}?{parts.query}")
        data = parse_qs(parts.fragment)["tgWebAppData"][0]
        await browser.send("/enter", {"init": data, "to": parse_qs(parts.query)["to"][0]})
        return browser


async def _everybody_in(people: dict[str, Person]) -> None:
    for role in ("clerk", "provider", "parent"):
        await people[role].start()
        await people[role].press(
            lambda button: button.data.startswith(ChooseTerritory.__prefix__) and button.text == TERRITORY
        )


async def _child(phone: Phone) -> Browser:
    person = phone.person
    await _press(person, Find.__prefix__)
    await person.send("робототехника для 8 лет по субботам")
    await _press(person, GroupCard.__prefix__)
    await _press(person, ApplyTo.__prefix__)
    await _press(person, AddChild.__prefix__)
    browser = await phone.open("Открыть защищённую страницу")
    await browser.press("Добавить")
    for _question in range(10):
        assert browser.page is not None
        at = browser.page.url.path.removeprefix("/my/form/")
        if at == "child/category":
            await browser.press("Дальше", answer="none")
        elif at in IDENTITY:
            await browser.press("Дальше", answer=IDENTITY[at])
        elif at.endswith("/nickname"):
            await browser.press("Дальше", nickname=NICKNAME)
        else:
            break
    return browser


async def _sms(live: Live, number: str, words: str = "") -> str:
    """The code in the newest message to a telephone, or in the newest one with these words."""
    digits = "+" + re.sub(r"\D", "", number)
    async with httpx.AsyncClient() as line, asyncio.timeout(20):
        while True:
            came = (await line.get(f"{live.url}/sandbox/sms", params={"to": digits})).json()["messages"]
            for message in came:
                code = re.search(r"\b\d{6}\b", message["text"])
                if code and words in message["text"]:
                    return code[0]
            await asyncio.sleep(0.05)  # (the worker looks once a second)


async def test_the_main_job_leaves_no_name_outside(live: Live, log: io.StringIO) -> None:
    async with SandboxClient(live.url) as client, ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        people = {person.role: person for person in await client.persons()}
        session.cookie_jar._treat_as_secure_origin = [URL(f"http://127.0.0.1:{_port(live)}").origin()]
        await client.listen()
        await _everybody_in(people)
        phone = Phone(session, people["parent"])
        browser = await _child(phone)
        assert browser.page is not None
        assert browser.page.url.path.startswith("/my/apply/")
        page = await browser.press("Отправить заявление")
        number = page.url.path.rpartition("/")[2]
        clerk, club, parent = people["clerk"], people["provider"], people["parent"]
        await clerk.wait_for(lambda message: f"№ {number}" in message.text)
        await _press(clerk, Case.__prefix__)
        await _press(clerk, Approve.__prefix__)
        await club.wait_for(lambda message: any(b.data.startswith(ProviderAgree.__prefix__) for b in message.buttons))
        await _press(club, ProviderAgree.__prefix__)
        await parent.wait_for(lambda message: any(b.data.startswith(ReadContract.__prefix__) for b in message.buttons))
        await _press(parent, ReadContract.__prefix__)
        await _press(parent, GetCode.__prefix__)
        browser = await phone.open("Прочитать и подписать")
        assert browser.page is not None
        assert "Щелкопряжская" in browser.page.text
        await browser.press("Получить код")
        page = await browser.press("Подписать", code=await _sms(live, IDENTITY["representative/phone"]))
        assert "Действует с" in page.text
        await club.wait_for(lambda message: "действует" in message.text.lower())
        calls = await client.calls()
        recorded = await client.listened()
        recorded = json.dumps(calls, ensure_ascii=False)
        assert leaks(recorded, IDENTITY.values()) == []
        assert NICKNAME in recorded
        assert leaks("\n".join(phone.opened), IDENTITY.values()) == []
        assert leaks(log.getvalue(), IDENTITY.values()) == []
        assert len(log.getvalue().splitlines()) > 10


def _port(live: Live) -> int:
    assert live.pages is not None
    return live.pages


TYPED = (
    *IDENTITY.values(),
    "Запишите: Щелкопряжский Евстигней Фаддеевич, 14.05.2018",
    "щелкопряжская аделаида вольдемаровна",
    "свидетельство IV-ЛО № 786453",
)
SEARCH = "робототехника 8 лет"


async def _everything(live: Live) -> str:
    """Every row of every table, decrypted."""
    async with live.database.reads() as session:
        rows = [tuple(row) for table in metadata.sorted_tables for row in await session.execute(table.select())]
    return repr(rows)


def _leads_to_a_page(person: Person) -> bool:
    return any(button.kind == "web_app" for button in person.last.buttons)


async def test_what_is_typed_into_the_chat_is_taken_away_and_kept_nowhere(live: Live, log: io.StringIO) -> None:
    async with SandboxClient(live.url) as client:
        person = {one.role: one for one in await client.persons()}["parent"]
        await person.start()
        await person.press(TERRITORY)
        await person.send(SEARCH)
        for words in TYPED:
            await person.send(words)
            assert _leads_to_a_page(person), words
        await person.send_contact(IDENTITY["representative/phone"])
        assert _leads_to_a_page(person)
        await person.send_file("Щелкопряжский.pdf", b"%PDF-1.4 paper")
        assert _leads_to_a_page(person)
        await person.refresh()
        mine = [message.text for message in person.messages if not message.from_bot]
        assert leaks("\n".join(mine), IDENTITY.values()) == []
        assert SEARCH in mine
        recorded = json.dumps(await client.calls(), ensure_ascii=False)
        kept = await _everything(live)
    assert "робототехник" in kept, "a search is kept, so the data would be found"
    for place in (recorded, kept, log.getvalue()):
        assert leaks(place, IDENTITY.values()) == []


@pytest.mark.parametrize(
    "written",
    [
        "о щелкопряжскому Евстигнею",
        "SHCHELKOPRYAZHSKIY",
        "shchelkopryazhskaya-adelaida.pdf",
        quote("Щелкопряжский"),
        quote("ЩЕЛКОПРЯЖСКИЙ Е."),
        json.dumps({"name": "Щелкопряжская"}),
        base64.b64encode("имя: Щелкопряжский Евстигней".encode()).decode(),
        base64.urlsafe_b64encode("??ЩЕЛКОПРЯЖСКАЯ".encode()).decode(),
        "2018-05-14",
        "14 мая 2018",
        "14-05-2018",
        "112 233 445 95",
        "11223344595",
        "8 (986) 453 27 18",
        "tel:+79864532718",
    ],
)
def test_every_disguise_is_seen_through(written: str) -> None:
    assert leaks(written, IDENTITY.values()), written
    assert leaks("Заявление № 2418, 3 сентября, 10:42, 2026-09-03, 14 400 ₽", IDENTITY.values()) == []
