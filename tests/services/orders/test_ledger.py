"""Money moves between buckets, never out of them; the database refuses what must not be."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import bindparam, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.db import UtcDateTime
from services.core.errors import Invalid, NotFound
from services.orders import actions
from services.orders.actions import Funding, Paid
from services.orders.errors import (
    ActLineTwice,
    AgreementExhausted,
    AlreadyHeld,
    BalanceShort,
    FocusExhausted,
    LimitBelowReserved,
    MoreThanHeld,
    NoAgreement,
    NoOrderLine,
    NothingHeld,
    PeriodExhausted,
    PeriodsOverlap,
)
from services.orders.models import Entry, Model, Split, Unit
from services.orders.queries import audit, held, lines
from services.orders.queries.money import accounts_of
from services.orders.rules import Volume
from tests.support.factories.certificates import NOW, Town, add_town
from tests.support.factories.orders import add_line, promise

Sessions = async_sessionmaker[AsyncSession]
HOURS, MONEY = 72, 720_000
DAYS = (date(2026, 9, 1), date(2026, 12, 31))
BY = {"actor_id": None, "now": NOW.astimezone(ZoneInfo("Asia/Tomsk"))}


async def _faults(session: AsyncSession) -> list[Any]:
    return [fault async for fault in audit(session)]


async def _refused(session: AsyncSession, deed: Callable[[], Awaitable[object]], error: type[Exception]) -> Any:
    """The error of a deed that must leave nothing behind."""
    with pytest.raises(error) as refused:
        async with session.begin_nested():
            await deed()
    return refused.value


async def test_the_whole_life_of_a_certificate(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        promised = promise(town)
        case = promised.case_id
        assert await actions.reserve(session, promised, **BY) == town.line_id
        await _refused(session, lambda: actions.reserve(session, promised, **BY), AlreadyHeld)
        await _refused(session, lambda: actions.give_back(session, case_id=case, reason="x", **BY), NothingHeld)
        await actions.commit(session, case_id=case, **BY)
        await _refused(session, lambda: actions.commit(session, case_id=case, **BY), NothingHeld)
        pay = {"case_id": case, **BY}
        await _refused(session, lambda: actions.consume(session, paid=Paid("7-1", 73, 1), **pay), MoreThanHeld)
        await _refused(session, lambda: actions.consume(session, paid=Paid("7-1", -1, 1), **pay), Invalid)
        await actions.consume(session, paid=Paid("7-1", 8, 80_000), **pay)
        await _refused(session, lambda: actions.consume(session, paid=Paid("7-1", 1, 1), **pay), ActLineTwice)
        back = {"act_line": "7-1", "reason": "not held", "now": NOW}
        await _refused(session, lambda: actions.reverse(session, town.parent, **back), NotFound)
        await actions.reverse(session, town.clerk, **back)
        await _refused(session, lambda: actions.reverse(session, town.clerk, **back), ActLineTwice)
        await actions.consume(session, paid=Paid("8-1", 8, 80_000), **pay)
        (now_held,) = (await held(session, [case])).values()
        assert (now_held.hours_left, now_held.money_left, now_held.money_paid) == (64, 640_000, 80_000)
        await actions.give_back(session, case_id=case, reason="moved away", **BY)
        (line,) = await lines(session, town.territory_id, 2026)
        assert line.reserved == Volume(1, 8, 80_000)  # a child who was taught stays counted
        (account,) = await accounts_of(session, [town.child_id])
        assert (account.nominal, account.balance, account.paid) == (80_000, 0, 80_000)
        assert await _faults(session) == []


async def test_a_release_gives_all_back_and_the_case_can_be_promised_again(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session, children=1)
        promised = promise(town)
        for _time in range(2):
            await actions.reserve(session, promised, **BY)
            await actions.release(session, case_id=promised.case_id, reason="lapsed", **BY)
        (line,) = await lines(session, town.territory_id, 2026)
        assert line.reserved == Volume(0, 0, 0)
        (account,) = await accounts_of(session, [town.child_id])
        assert (account.nominal, account.balance) == (0, 0)
        await _refused(
            session, lambda: actions.release(session, case_id=promised.case_id, reason="", **BY), NothingHeld
        )
        assert await _faults(session) == []


@pytest.mark.parametrize("unit", list(Unit))
async def test_a_yearly_nominal_is_shared_and_ends_with_the_year(sessions: Sessions, unit: Unit) -> None:
    nominal = {Unit.HOURS: 100, Unit.ROUBLES: 1_000_000}[unit]
    async with sessions() as session:
        town = await add_town(session)
        rule = {"territory_id": town.territory_id, "act": "№ 1", "days": DAYS}
        await actions.set_rule(session, town.clerk, **rule, funding=Funding(Model.ACCOUNT, unit, nominal))
        first = promise(town)
        await actions.reserve(session, first, **BY)
        short = await _refused(session, lambda: actions.reserve(session, promise(town), **BY), BalanceShort)
        assert short.left == nominal - {Unit.HOURS: HOURS, Unit.ROUBLES: MONEY}[unit]
        await actions.release(session, case_id=first.case_id, reason="withdrawn", **BY)
        (account,) = await accounts_of(session, [town.child_id])
        assert (account.nominal, account.balance) == (nominal, nominal)
        less = {"account_id": account.id, "amount": -nominal, "now": NOW}
        await _refused(session, lambda: actions.adjust(session, town.clerk, **less, reason=" "), Invalid)
        await _refused(session, lambda: actions.adjust(session, town.parent, **less, reason="x"), NotFound)
        await actions.adjust(session, town.clerk, **less | {"amount": -1}, reason="counted anew")
        await _refused(session, lambda: actions.adjust(session, town.clerk, **less, reason="x"), BalanceShort)
        closing = {"territory_id": town.territory_id, "year": 2026, "now": NOW}
        assert [await actions.close_year(session, **closing) for _time in range(2)] == [1, 0]
        assert (await accounts_of(session, [town.child_id]))[0].nominal == 0
        assert await _faults(session) == []


async def test_a_certificate_of_two_years_is_paid_by_both(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        where = {"territory_id": town.territory_id, "act": "№ 2"}
        rule = Funding(Model.PER_SERVICE, Unit.ROUBLES, split=Split.BY_PERIOD)
        await actions.set_rule(session, town.clerk, **where, days=DAYS, funding=rule)
        promised = promise(town)
        await _refused(session, lambda: actions.reserve(session, promised, **BY), NoOrderLine)  # of 2027
        await add_line(session, territory_id=town.territory_id, year=2027)
        spring = (date(2027, 1, 1), date(2027, 8, 31))
        await actions.set_period(session, town.clerk, **where, days=DAYS, money=MONEY)
        await actions.set_period(session, town.clerk, **where, days=spring, money=1)
        await _refused(session, lambda: actions.reserve(session, promised, **BY), PeriodExhausted)
        await actions.set_period(session, town.clerk, **where, days=spring, money=MONEY)
        await actions.reserve(session, promised, **BY)
        shares = [(await lines(session, town.territory_id, year))[0].reserved for year in (2026, 2027)]
        assert shares[0] == Volume(1, 30, 305_038)  # 111 of 262 days
        assert shares[1] == Volume(1, HOURS - 30, MONEY - 305_038)
        await _refused(
            session, lambda: actions.set_period(session, town.clerk, **where, days=spring, money=1), LimitBelowReserved
        )
        crossing = (date(2027, 8, 1), date(2027, 9, 1))
        await _refused(
            session, lambda: actions.set_period(session, town.clerk, **where, days=crossing, money=1), PeriodsOverlap
        )
        over = (date(2027, 9, 1), date(2028, 1, 1))
        await _refused(session, lambda: actions.set_period(session, town.clerk, **where, days=over, money=1), Invalid)
        await actions.commit(session, case_id=promised.case_id, **BY)
        await actions.consume(session, case_id=promised.case_id, paid=Paid("1", 2, 5, part=1), **BY)
        await actions.give_back(session, case_id=promised.case_id, reason="left", **BY)
        assert await _faults(session) == []


async def test_limits_beside_the_line(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        where = {"territory_id": town.territory_id}
        limit = {**where, "year": 2026, "focus": "art", "act": "№ 3"}
        await actions.set_focus_limit(session, town.clerk, **limit, most=0)
        nought = await _refused(session, lambda: actions.reserve(session, promise(town), **BY), FocusExhausted)
        assert nought.most == 0
        await actions.set_focus_limit(session, town.clerk, **limit, most=1)
        rule = Funding(Model.PER_SERVICE, Unit.ROUBLES, needs_agreement=True)
        await actions.set_rule(session, town.clerk, **where, act="№ 3", days=DAYS, funding=rule)
        await _refused(session, lambda: actions.reserve(session, promise(town), **BY), NoAgreement)
        paper = {**where, "provider_id": town.provider_id, "number": "12", "days": DAYS}
        await actions.set_agreement(session, town.clerk, **paper, money=MONEY - 1)
        await _refused(session, lambda: actions.reserve(session, promise(town), **BY), AgreementExhausted)
        await actions.set_agreement(session, town.clerk, **paper, money=MONEY)
        first = promise(town)
        await actions.reserve(session, first, **BY)
        await _refused(
            session, lambda: actions.set_agreement(session, town.clerk, **paper, money=1), LimitBelowReserved
        )
        await _refused(
            session,
            lambda: actions.set_agreement(session, town.clerk, **paper | {"number": "13"}, money=1),
            PeriodsOverlap,
        )
        await _refused(session, lambda: actions.reserve(session, promise(town), **BY), FocusExhausted)
        await actions.set_focus_limit(session, town.clerk, **limit, most=None)
        await _refused(session, lambda: actions.reserve(session, promise(town), **BY), AgreementExhausted)
        await actions.release(session, case_id=first.case_id, reason="refused", **BY)
        await actions.reserve(session, promise(town), **BY)
        assert await _faults(session) == []


async def test_many_at_once_promise_no_more_than_there_is(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        rule = {"act": "№ 4", "days": DAYS, "funding": Funding(Model.ACCOUNT, Unit.HOURS, 3 * HOURS)}
        await actions.set_rule(session, town.clerk, territory_id=town.territory_id, **rule)
        await session.commit()

    async def one(town: Town) -> None:
        async with sessions() as session:
            await actions.reserve(session, promise(town), **BY)
            await session.commit()

    done = await asyncio.gather(*(one(town) for _ in range(8)), return_exceptions=True)
    assert sorted(type(error).__name__ for error in done) == ["BalanceShort"] * 5 + ["NoneType"] * 3
    async with sessions() as session:
        assert await _faults(session) == []


_REST = "account_id, seq, kind, hold_id, hours, money, made_at, digest"
HARMS = {
    "UPDATE ledger_entries SET money = money + 1": None,
    "DELETE FROM ledger_entries": None,
    "TRUNCATE ledger_entries": None,
    "TRUNCATE ledger_accounts CASCADE": None,
    "INSERT OR REPLACE INTO ledger_entries SELECT * FROM ledger_entries": None,
    f"INSERT OR REPLACE INTO ledger_entries ({_REST}) SELECT {_REST} FROM ledger_entries": None,
    f"INSERT INTO ledger_entries ({_REST}) SELECT {_REST} FROM ledger_entries WHERE true"
    " ON CONFLICT (account_id, seq) DO UPDATE SET money = 1": None,
    "UPDATE ledger_accounts SET balance = -1": None,
    "UPDATE ledger_accounts SET nominal = nominal + 1": None,
    "UPDATE order_lines SET money_reserved = money_limit + 1": None,
    "UPDATE ledger_holds SET money_reserved = -1": None,
    "UPDATE ledger_accounts SET nominal = nominal + 1, balance = balance + 1": ("ledger_accounts", "balance"),
    "UPDATE ledger_holds SET hours_reserved = 71": ("ledger_holds", "hours_reserved"),
    "UPDATE order_lines SET hours_reserved = 71": ("order_lines", "hours_reserved"),
}
"""What a hand may try, and the row that the check names; None where the database refuses."""


async def test_a_row_altered_by_hand_is_refused_or_named(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await actions.reserve(session, promise(town), **BY)
        await session.commit()
        for harm, named in HARMS.items():
            if named is None:
                await _refused(session, lambda: session.execute(text(harm)), DBAPIError)  # noqa: B023 (awaited at once)
                continue
            await session.execute(text(harm))
            assert named in {(fault.table, fault.what) for fault in await _faults(session)}, harm
            await session.rollback()


async def test_an_opening_entry_is_sealed_once(sessions: Sessions) -> None:
    """What a migration wrote without keys is sealed after it; what says later that it is an opening one is named."""
    opening = (
        f"INSERT INTO ledger_entries ({_REST}, reason) SELECT account_id, 1 + entries, 'allocate', NULL, 0, 5, :now,"
        " 'opening', 'opening' FROM (SELECT id AS account_id, entries FROM ledger_accounts) a"
    )
    account = "UPDATE ledger_accounts SET nominal = nominal + 5, balance = balance + 5, entries = entries + 1"
    async with sessions() as session:
        town = await add_town(session)
        await actions.reserve(session, promise(town), **BY)
        await session.execute(text(opening).bindparams(bindparam("now", NOW, UtcDateTime)))
        await session.execute(text(account))
        assert [fault.is_ for fault in await _faults(session)] == ["none"]
        assert [await actions.seal_opening(session) for _time in range(2)] == [1, 0]
        assert await _faults(session) == []
        await session.execute(text(opening).bindparams(bindparam("now", NOW, UtcDateTime)))
        await session.execute(text(account))
        assert await actions.seal_opening(session) == 0
        assert [(fault.table, fault.what, fault.is_) for fault in await _faults(session)] == [
            ("ledger_entries", "digest", "none")
        ]
        await session.execute(text("DELETE FROM ledger_seals WHERE entry_id <> 0"))
        assert {fault.table for fault in await _faults(session)} == {"ledger_entries", "ledger_seals"}


async def test_an_entry_changed_past_the_triggers_is_named(sessions: Sessions, engine_name: str) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await actions.reserve(session, promise(town), **BY)
        if engine_name == "sqlite":
            await session.execute(text("DROP TRIGGER ledger_entries_no_update"))
        else:
            await session.execute(text("ALTER TABLE ledger_entries DISABLE TRIGGER ledger_entries_append_only"))
        await session.execute(update(Entry).where(Entry.seq == 2).values(seq=3, money=MONEY - 1))
        found = {(fault.table, fault.what) for fault in await _faults(session)}
        assert {("ledger_entries", "seq"), ("ledger_entries", "digest"), ("ledger_holds", "money_reserved")} <= found
        await session.rollback()
