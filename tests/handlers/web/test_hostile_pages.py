"""Every page and form of the site, forged: others' ids, numbers that no row has, words nobody knows, others' doors.

The matrix is made from the routes of the application, so a new page is attacked from its first day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from aiohttp import ClientSession, MultipartWriter
from sqlalchemy import select, update

from bot.tables import metadata
from handlers.web.app import ROUTES
from handlers.web.context import COOKIE
from handlers.web.limits import subscriber
from handlers.web.views import Route
from services.access import actions as access
from services.access.models import Audience
from services.access.rules import form_mark
from services.certificates.rules import GROUNDS
from services.core.actor import Role
from services.core.db import Database
from services.indicators.actions import Entry, Evidence, enter
from services.indicators.queries.kept import kept_values
from services.monitoring import actions as checks
from services.monitoring.models import Mark
from services.monitoring.rules import Result
from services.staff.models import Membership
from services.uploads.gateway import Sealed
from services.uploads.models import Upload
from tests.support.factories.certificates import NOW, add_post
from tests.support.hostile import SECRETS, Field, set_field
from tests.support.pages import Site, site

ALL = tuple(route for room in ROUTES for route in room)
HOLE = re.compile(r"\{(\w+)(?::((?:[^{}]|\{[^{}]*\})+))?\}")
MISSING, HUGE = 999_999, 10**15 - 1
WORDS = {
    "kind": "birth",
    "form": "child",
    "field": "full_name",
    "purpose": "health",
    "key": "contacts",
    "row": "4.1",
    "step": "collect",
    "record": "support",
    "format": "json",
    "part": "unit",
    "measure": "licence",
    "deed": "mended",
}
OF_DOORS = {"token": "A" * 24, "code": "A" * 24}
UNKNOWN = "x" * 24
BY_GROUP = "/my/apply/"
"""The program of a group is everybody's to see, its title too."""
OWN = {"/out", "/my/data/erase"}
"""What ends the attacker's own session or data; there is nobody's number in it."""
LEAVING = r"/my/children/{child:\d{1,15}}/family/remove"
OWN_TABLES = {
    *("web_sessions", "presses", "entries", "consents", "form_drafts", "family_sheets", "signing_codes"),
    *("login_codes", "text_messages", "second_factors"),
}
"""Where a page may write for the one who pressed, whoever it is."""
ADDRESSES = count(1)
"""A home of its own for each request: the doors' ceiling has its own test."""
LOOKS = "guest who may look"
DOORS = {"my": Audience.PARENT, "staff": Audience.STAFF, "club": Audience.PROVIDER}


@dataclass(frozen=True)
class Intruder:
    """A session of somebody who has no right to the case under attack."""

    name: str
    secret: str
    audience: Audience | None
    client: ClientSession
    site: Site

    async def ask(self, route: Route, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Status and all that was read, the address that it leads to included."""
        headers = {"Cookie": f"{COOKIE}={self.secret}", "Accept-Language": "ru", "X-Mark": fields["mark"]}
        headers["X-Forwarded-For"] = f"2001:db8:{next(ADDRESSES):x}::1"
        body: object = None if route.method == "GET" else fields
        if path.endswith("/piece"):
            body, headers["Content-Type"] = b"piece", "application/octet-stream"
        elif route.reader is not None and route.reader.__name__ in {"whole", "evidence"}:
            body = _parts(fields)
        url = self.site.base.with_path(path)
        async with self.client.request(route.method, url, data=body, headers=headers, allow_redirects=False) as came:
            read = (await came.read()).decode(errors="replace")
            assert came.headers["Cache-Control"] == "no-store", path
            assert came.headers["Referrer-Policy"] == "same-origin", path
            assert came.headers["Strict-Transport-Security"], "behind a proxy too"
            return came.status, f"{read}\n{came.headers.get('Location', '')}"


def _parts(fields: dict[str, str]) -> MultipartWriter:
    writer = MultipartWriter("form-data")
    for name in ("mark", "press"):
        writer.append(fields[name]).set_content_disposition("form-data", name=name)
    writer.append(b"\xff\xd8\xff").set_content_disposition("form-data", name="file", filename="../x.jpg")
    return writer


def _door(route: Route) -> Audience | None:
    return DOORS.get(route.path.split("/")[1])


def _paths(route: Route, ids: dict[str, int]) -> Iterator[tuple[str, str]]:
    """The victim's numbers, then a number that nobody has, then one that is too much; forged words."""
    holes = HOLE.findall(route.path)
    words = any("\\d" not in shape for _name, shape in holes)
    for way in ("foreign", "missing", "huge", "unknown") if words else ("foreign", "missing", "huge"):
        filled = {
            name: str(_number(way, name, ids)) if "\\d" in shape else _word(way, name, shape) for name, shape in holes
        }
        yield way, HOLE.sub(lambda hole, filled=filled: filled[hole[1]], route.path)  # type: ignore[misc]
        if not holes:
            return


def _number(way: str, name: str, ids: dict[str, int]) -> int:
    return ids[name] if way in {"foreign", "unknown"} else MISSING if way == "missing" else HUGE


def _word(way: str, name: str, shape: str) -> str:
    if name in OF_DOORS:
        return OF_DOORS[name]
    if "|" in shape:  # only these words are paths at all
        return shape.split("|")[-1 if way == "unknown" else 0]
    return UNKNOWN if way == "unknown" or not (shape or name in WORDS) else WORDS[name]


def _fields(secret: str, number: int) -> dict[str, str]:
    """What every form of the site has at once, with a right mark: an attacker draws their own."""
    forged = str(number)
    return {
        "mark": form_mark(secret),
        "press": "",
        "sure": "yes",
        "answer": "yes",
        "ground": GROUNDS[0],
        f"case-{forged}": "1",
        f"child-{forged}": "1",
        f"case-{'9' * 30}": "1",
        "case-": "1",
        "share": forged,
        "number": forged,
        "code": f"{forged}-123456",
        "offer": "adult:sign",
        "name": "Квакшин\u202e",
        "nickname": "Кит",
        "size": "9",
        "phone": "8 900 765-43-21",
        "text": forged,
        "group": forged,
        "to": "//evil.example",
        "init": "hash=0",
    }


async def _rows(database: Database) -> dict[str, set[str]]:
    async with database.reads() as session:
        return {
            table.name: {repr(row) for row in await session.execute(select(table))}
            for table in metadata.sorted_tables
            if table.name not in OWN_TABLES
        }


async def _victim(database: Database) -> tuple[Field, dict[str, int], int]:
    """The family under attack has a paper too and is logged in; a clerk's post has ended."""
    field = await set_field(database)
    town, ids = field.town, field.ids
    async with database.sessions() as session:
        paper = Upload(
            person_id=town.parent.person_id,
            child_id=town.child_id,
            kind="birth",
            name="Квакшина.jpg",
            key="0" * 64,
            place="a" * 32,
            mark="m",
            media="image/jpeg",
            size=5,
            received=5,
            changed_at=NOW,
            kept_at=NOW,
        )
        session.add(paper)
        mine = {"person_id": town.parent.person_id, "audience": Audience.PARENT, "client": "x", "now": NOW}
        await access.open_session(session, **mine)  # type: ignore[arg-type]
        ended = await add_post(session, Role.CLERK, town.territory_id)
        over = update(Membership).where(Membership.person_id == ended.person_id)
        await session.execute(over.values(until=NOW - timedelta(days=1)))
        await session.flush()
        ids |= {"paper": paper.id}
        await session.commit()
    numbers = {name.removesuffix("_id"): number for name, number in ids.items()}
    numbers |= {"letter": ids["complaint_id"], "visit": await _visit(database, field)}
    numbers |= {"land": town.territory_id, "year": NOW.year, "version": 1, "goal": 4}
    numbers |= {"file": await _evidence(database, field)}
    numbers |= {"case": ids["application_id"], "session": 1, "consent": 1, "person": town.clerk.person_id}
    return field, numbers, ended.person_id


async def _evidence(database: Database, field: Field) -> int:
    """The file behind a value of the victim's territory."""
    paper = Sealed("b" * 32, "0" * 64, 5, "application/pdf", "c" * 64)
    entry = Entry("1", "приказ № 7", file=Evidence("Квакшина.pdf", paper))
    where = {"territory_id": field.town.territory_id, "year": NOW.year, "row": "4.1"}
    async with database.sessions() as session:
        await enter(session, field.town.clerk, entry=entry, now=NOW, **where)  # type: ignore[arg-type]
        found = await kept_values(session, field.town.territory_id, NOW.year)
        await session.commit()
    file = found["4.1"].file
    assert file is not None
    return file.id


async def _visit(database: Database, field: Field) -> int:
    """A signed check of the victim's club."""
    town = field.town
    async with database.sessions() as session:
        paper = checks.Paper("приказ № 1", NOW.date())
        where = {"territory_id": town.territory_id, "paper": paper, "now": NOW}
        await checks.put_in_force(session, town.clerk, codes=("licence",), **where)
        number = await checks.begin(session, town.clerk, provider_id=town.provider_id, held_on=NOW.date(), now=NOW)
        found = Result(Mark.NOT_MET, "Квакшина не нашли", NOW.date())
        await checks.mark(session, town.clerk, visit_id=number, results={"licence": found})
        await checks.sign(session, town.clerk, visit_id=number, now=NOW)
        await session.commit()
    return number


async def _secrets(database: Database, field: Field, ended: int) -> dict[str, tuple[str, Audience | None]]:
    """Open sessions of everybody without a right, past the second factor."""
    people = {name: address - 70_000 for name, address in field.hostile.items()}
    doors = {
        LOOKS: (people[LOOKS], Audience.PARENT),
        "parent": (people["parent"], Audience.PARENT),
        "clerk of another territory": (people["clerk of another territory"], Audience.STAFF),
        "clerk whose post has ended": (ended, Audience.STAFF),
        "provider of another club": (people["provider of another club"], Audience.PROVIDER),
    }
    found: dict[str, tuple[str, Audience | None]] = {"nobody": ("x" * 32, None)}
    async with database.sessions() as session:
        for name, (person, audience) in doors.items():
            told = {"person_id": person, "audience": audience, "client": "x", "now": NOW}
            secret = await access.open_session(session, **told)  # type: ignore[arg-type]
            visit = await access.visit(session, secret=secret, now=NOW)
            assert visit is not None
            await access.confirm_session(session, session_id=visit.id)
            found[name] = (secret, audience)
        await session.commit()
    return found


async def _attack(who: Intruder, route: Route, ids: dict[str, int]) -> None:
    answers = {}
    for way, path in _paths(route, ids):
        status, read = await who.ask(route, path, _fields(who.secret, ids["case"]))
        place = f"{who.name}: {route.method} {path} → {status}"
        assert status < 500, place
        hidden = () if who.name == LOOKS else SECRETS[1:] if path.startswith(BY_GROUP) else SECRETS
        told = read.replace("+79007654321", "").replace("8 900 765-43-21", "")  # typed by the attacker
        assert not [secret for secret in hidden if secret in told.replace("Квакшин\u202e", "")], place
        assert "evil.example" not in read.rpartition("\n")[2], place
        if (door := _door(route)) is not None and who.audience is not door:
            assert status in {401, 403}, place
            return
        answers[way] = (status, re.sub(r"[0-9a-f]{32}|\d+", "#", read))
    numbered = {"entry", "case", "child", "paper", "contract", "person", "session", "visit", "draft", "pair", "letter"}
    if who.name != LOOKS and numbered & {name for name, _ in HOLE.findall(route.path)}:
        assert answers["foreign"] == answers["missing"], f"{who.name}: {route.method} {route.path}"


async def test_a_forged_page_finds_nothing_and_changes_nothing(database: Database, engine_name: str) -> None:
    """Each engine takes every route from one half of the intruders, so that each of them tries every route."""
    field, ids, ended = await _victim(database)
    async with site(database) as desk, ClientSession() as client:
        secrets = (await _secrets(database, field, ended)).items()
        for order, (name, (secret, audience)) in enumerate(secrets, start=int(engine_name == "sqlite")):
            before = await _rows(database)
            intruder = Intruder(name, secret, audience, client, desk)
            for route in ALL[order % 2 :: 2]:
                if route.path not in OWN and (name, route.path) != (LOOKS, LEAVING):
                    await _attack(intruder, route, ids)
            after = await _rows(database)
            assert {table for table in after if after[table] != before[table]} == set(), name


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("203.0.113.7", "203.0.113.7"),
        ("x" * 900, "x" * 64),
    ],
)
def test_a_network_of_one_home_is_one_guesser(address: str, whose: str) -> None:
    assert subscriber(address) == whose
