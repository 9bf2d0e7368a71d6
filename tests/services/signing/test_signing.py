import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.actor import Actor
from services.core.errors import Invalid, Stale
from services.core.models import Person
from services.signing import actions, queries, rules
from services.signing.errors import TooManyCodes
from services.signing.models import SignatureKind
from services.signing.rules import CodeCheck, CodeFault, IssuedCode, Paper

Sessions = async_sessionmaker[AsyncSession]
NOW = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
TERM = timedelta(minutes=10)
DOCUMENT, DIGEST = "contract:1", "a" * 64


@pytest.fixture
async def actor(sessions: Sessions) -> Actor:
    async with sessions() as session:
        person = Person(locale="ru", created_at=NOW)
        session.add(person)
        await session.commit()
        return Actor(person.id, "ru")


async def issue(sessions: Sessions, actor: Actor, *, now: datetime = NOW, document: str = DOCUMENT) -> IssuedCode:
    async with sessions() as session:
        paper = Paper(document, DIGEST)
        issued = await actions.issue_code(session, actor, paper=paper, term=TERM, tries=5, now=now)
        await session.commit()
        return issued


async def check(
    sessions: Sessions,
    actor: Actor,
    code: str,
    *,
    now: datetime = NOW,
    document: str = DOCUMENT,
    digest: str = DIGEST,
) -> CodeCheck:
    async with sessions() as session:
        result = await actions.check_code(session, actor, paper=Paper(document, digest), code=code, now=now)
        await session.commit()
        return result


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_a_right_code_works_once(sessions: Sessions, actor: Actor) -> None:
    issued = await issue(sessions, actor)
    assert re.fullmatch(r"\d{6}", issued.code)
    assert issued.code not in repr(issued)
    typed = f" {issued.code[:3]}-{issued.code[3:]} "
    assert (await check(sessions, actor, typed)).ok
    again = await check(sessions, actor, issued.code)
    assert (again.ok, again.why) == (False, CodeFault.NONE)


async def test_five_wrong_tries_close_the_code(sessions: Sessions, actor: Actor) -> None:
    issued = await issue(sessions, actor)
    left = [await check(sessions, actor, other(issued.code)) for _ in range(5)]
    assert [(one.tries_left, one.why) for one in left] == [
        (4, CodeFault.WRONG),
        (3, CodeFault.WRONG),
        (2, CodeFault.WRONG),
        (1, CodeFault.WRONG),
        (0, CodeFault.EXHAUSTED),
    ]
    assert left[0].expires_at == NOW + TERM
    right = await check(sessions, actor, issued.code)
    assert (right.ok, right.why) == (False, CodeFault.EXHAUSTED)


@pytest.mark.parametrize(("minutes", "ok"), [(9, True), (10, False)])
async def test_term(sessions: Sessions, actor: Actor, minutes: int, ok: bool) -> None:
    issued = await issue(sessions, actor)
    result = await check(sessions, actor, issued.code, now=NOW + timedelta(minutes=minutes))
    assert (result.ok, result.why) == (ok, None if ok else CodeFault.EXPIRED)


async def test_bound_to_person_document_and_digest(sessions: Sessions, actor: Actor) -> None:
    issued = await issue(sessions, actor)
    await issue(sessions, actor, document="contract:2")
    stranger = Actor(actor.person_id + 1000, "ru")
    assert (await check(sessions, stranger, issued.code)).why is CodeFault.NONE
    assert (await check(sessions, actor, issued.code, document="contract:3")).why is CodeFault.NONE
    assert (await check(sessions, actor, issued.code, digest="b" * 64)).why is CodeFault.WRONG
    assert (await check(sessions, actor, issued.code)).ok


async def test_a_new_code_ends_the_earlier(sessions: Sessions, actor: Actor) -> None:
    first = await issue(sessions, actor)
    second = await issue(sessions, actor, now=NOW + timedelta(seconds=1))
    if first.code != second.code:
        assert (await check(sessions, actor, first.code)).why is CodeFault.WRONG
    assert (await check(sessions, actor, second.code)).ok


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12a456", "١٢٣٤٥٦", "no", "1" * 10_000])
async def test_what_cannot_be_a_code_costs_nothing(sessions: Sessions, actor: Actor, typed: str) -> None:
    issued = await issue(sessions, actor)
    with pytest.raises(Invalid):
        await check(sessions, actor, typed)
    assert (await check(sessions, actor, issued.code)).tries_left == 5


async def test_codes_of_an_hour(sessions: Sessions, actor: Actor) -> None:
    for number in range(actions.CODES_PER_HOUR):
        await issue(sessions, actor, now=NOW + timedelta(minutes=number))
    with pytest.raises(TooManyCodes) as refused:
        await issue(sessions, actor, now=NOW + timedelta(minutes=50))
    assert refused.value.retry_after == 600
    await issue(sessions, actor, document="contract:2")
    assert (await issue(sessions, actor, now=NOW + timedelta(minutes=60))).tries == 5


async def test_two_codes_at_once_leave_one_last(sessions: Sessions, actor: Actor) -> None:
    results = await asyncio.gather(*(issue(sessions, actor) for _ in range(2)), return_exceptions=True)
    made = [one for one in results if isinstance(one, IssuedCode)]
    assert made
    assert all(isinstance(one, IssuedCode | Stale) for one in results)
    async with sessions() as session:
        rows = (await session.execute(text("SELECT no FROM signing_codes ORDER BY no"))).scalars().all()
    assert rows == list(range(1, len(made) + 1))


async def test_two_wrong_tries_at_once_cost_two(sessions: Sessions, actor: Actor) -> None:
    issued = await issue(sessions, actor)
    results = await asyncio.gather(*(check(sessions, actor, other(issued.code)) for _ in range(2)))
    assert sorted(one.tries_left for one in results) == [3, 4]


async def test_two_right_codes_at_once_open_once(sessions: Sessions, actor: Actor) -> None:
    issued = await issue(sessions, actor)
    results = await asyncio.gather(*(check(sessions, actor, issued.code) for _ in range(2)))
    assert sorted(one.ok for one in results) == [False, True]


async def test_the_table_keeps_no_code(sessions: Sessions, actor: Actor) -> None:
    issued = await issue(sessions, actor)
    async with sessions() as session:
        rows = (await session.execute(text("SELECT salt, code_hash FROM signing_codes"))).all()
    assert not any(issued.code == value for row in rows for value in row)
    salt, kept = rows[0]
    bound = rules.code_hash(issued.code, salt=salt, person_id=actor.person_id, paper=Paper(DOCUMENT, DIGEST))
    assert bound == kept


async def test_protocol_tells_who_agreed_and_how(sessions: Sessions, actor: Actor) -> None:
    async def put(side: str, kind: SignatureKind) -> None:
        async with sessions() as session:
            mark = actions.Mark(Paper(DOCUMENT, DIGEST), actor.person_id, side, kind, "test")
            await actions.put_signature(session, mark, now=NOW)
            await session.commit()

    await put("provider", SignatureKind.CONFIRMED_IN_BOT)
    await put("parent", SignatureKind.SIMPLE)
    with pytest.raises(Stale):
        await put("parent", SignatureKind.SIMPLE)
    async with sessions() as session:
        lines = await queries.protocol(session, DOCUMENT)
    assert [(line.side, line.kind, line.digest) for line in lines] == [
        ("provider", SignatureKind.CONFIRMED_IN_BOT, DIGEST),
        ("parent", SignatureKind.SIMPLE, DIGEST),
    ]
