"""A browser without scripts: pages over real HTTP, their forms, links and cookies."""

import hashlib
import hmac
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, CookieJar, FormData, web
from aiohttp.test_utils import TestServer
from yarl import URL

from handlers.common.context import Desk
from handlers.web.app import Around, build
from services.core.db import Database
from tests.support.factories.certificates import NOW

TOKEN = "42:pages"


class StoppedClock:
    """Stands at the day of the tests' town and moves when told."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


def launch_data(address: int, now: datetime, language: str = "ru", token: str = TOKEN) -> str:
    """What a messenger signs for a Mini App (Bot API, «Validating data received via the Mini App»)."""
    user = json.dumps({"id": address, "first_name": "Гость", "language_code": language})
    fields = {"auth_date": str(int(now.timestamp())), "query_id": token_hex(8), "user": user}
    check = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode({**fields, "hash": hmac.new(key, check.encode(), hashlib.sha256).hexdigest()})


@dataclass
class Form:
    """A form as drawn: where it goes, its fields with their values, its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, value, words) of each."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.texts: list[str] = []
        self._open: Form | None = None
        self._words: list[str] | None = None
        self._where = ("", "", "")
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._open)
        elif tag in {"input", "select", "textarea"} and self._open is not None and given.get("name"):
            if given.get("type") not in {"radio", "checkbox"} or "checked" in given:
                self._open.fields[given["name"]] = given.get("value", "")
        elif tag in {"a", "button"}:
            self._words, self._where = [], (tag, given.get("href", given.get("name", "")), given.get("value", ""))
        elif tag in {"script", "style"}:
            self._skipped += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag in {"a", "button"} and self._words is not None:
            words = " ".join("".join(self._words).split())
            if tag == "a":
                self.links[words] = self._where[1]
            elif self._open is not None:
                self._open.buttons.append((self._where[1], self._where[2], words))
            self._words = None
        elif tag in {"script", "style"}:
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        self.texts.append(data)
        if self._words is not None:
            self._words.append(data)


@dataclass
class Page:
    """What came: status, headers, the address after redirects, and what can be done."""

    status: int
    url: URL
    headers: Any
    body: bytes
    text: str
    html: str
    forms: list[Form]
    links: dict[str, str]

    def form(self, words: str) -> tuple[Form, tuple[str, str, str]]:
        """The form that has a button with these words, and the button."""
        for one in self.forms:
            for button in one.buttons:
                if words in button[2]:
                    return one, button
        raise LookupError(f"no button «{words}» on {self.url.path}: {self.text[:800]}")


class Browser:
    """One person's browser: keeps cookies, follows links, fills and sends forms."""

    def __init__(self, session: ClientSession, base: URL, language: str = "ru") -> None:
        self.session, self.base = session, base
        self.page: Page | None = None
        self.opened: list[str] = []
        """Every address that was asked for: it stands in histories and in logs of proxies."""
        self._language = language

    async def open(self, path: str) -> Page:
        """Go to an address of the site."""
        return await self._ask("GET", path)

    async def follow(self, words: str) -> Page:
        """Follow the link with these words."""
        assert self.page is not None
        for text, href in self.page.links.items():
            if words in text:
                return await self.open(href)
        raise LookupError(f"no link «{words}»: {list(self.page.links)}")

    async def press(self, words: str, **typed: str) -> Page:
        """Fill the form of a button and send it."""
        assert self.page is not None
        form, (name, value, _words) = self.page.form(words)
        fields = {**form.fields, **typed, **({name: value} if name else {})}
        return await self._ask(form.method.upper(), form.action or self.page.url.path, fields)

    async def send(self, path: str, fields: dict[str, str], referer: str = "") -> Page:
        """Send fields that no form has: what an attacker would."""
        told = {"Referer": str(self.base.join(URL(referer)))} if referer else {}
        return await self._ask("POST", path, fields, **told)

    async def upload(self, path: str, name: str, content: bytes, **changed: str) -> Page:
        """Send a file by the page's form that leads to this path; ``changed`` replaces hidden fields."""
        assert self.page is not None
        form = next(one for one in self.page.forms if one.action == path)
        data = FormData()
        for field_name, value in {**form.fields, **changed}.items():
            if field_name != "file":
                data.add_field(field_name, value)
        data.add_field("file", io.BytesIO(content), filename=name, content_type="image/jpeg")
        return await self._ask("POST", path, data)

    async def script(self, path: str, body: dict[str, str] | bytes, **headers: str) -> tuple[int, dict[str, Any]]:
        """Ask as a script of ours does; the status and the facts that came."""
        kept = self.page
        told = {"Accept": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        page = await self._ask("POST", path, body, **told)
        self.page = kept
        return page.status, json.loads(page.body)

    async def _ask(
        self, method: str, path: str, fields: dict[str, str] | FormData | bytes | None = None, **more: str
    ) -> Page:
        url = self.base.join(URL(path))
        headers = {"Accept-Language": self._language, "User-Agent": "Mozilla/5.0 (Linux; Android 13)", **more}
        data = None if method == "GET" else FormData(fields) if isinstance(fields, dict) else fields
        async with self.session.request(method, url, data=data, headers=headers) as came:
            self.opened += [str(step.url) for step in (*came.history, came)]
            body = await came.read()
            html = body.decode("utf-8", "replace") if came.content_type.startswith("text/") else ""
            reader = _Reader()
            reader.feed(html)
            text = " ".join(" ".join(reader.texts).split())
            self.page = Page(came.status, came.url, came.headers, body, text, html, reader.forms, reader.links)
            return self.page


@dataclass
class Site:
    """The pages of a desk on a port of this machine."""

    database: Database
    clock: StoppedClock
    base: URL
    app: web.Application

    @asynccontextmanager
    async def browser(self, language: str = "ru") -> AsyncIterator[Browser]:
        """A new browser, with nobody in it."""
        jar = CookieJar(unsafe=True, treat_as_secure_origin=self.base)
        async with ClientSession(cookie_jar=jar) as session:
            yield Browser(session, self.base, language)

    @asynccontextmanager
    async def parent(self, address: int, to: str = "/my", language: str = "ru") -> AsyncIterator[Browser]:
        """A browser into which a person of the messenger has come by the Mini App."""
        async with self.browser(language) as browser:
            data = launch_data(address, self.clock(), language)
            await browser.send("/enter", {"init": data, "to": to})
            yield browser


@asynccontextmanager
async def site(database: Database, **desk: Any) -> AsyncIterator[Site]:
    """Serve the pages over a real socket."""
    moved = StoppedClock()
    told = Desk("kruzhok_bot", **{"public_url": "https://desk.example", **desk})
    with TemporaryDirectory() as folder:
        app = build(database, moved, told, Around(TOKEN, Path(folder) / "papers"))
        server = TestServer(app)
        await server.start_server()
        try:
            yield Site(database, moved, server.make_url("/"), app)
        finally:
            await server.close()
