"""The order is changed by a person who has seen the difference; whoever is second must look again."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.errors import Invalid, NotAllowed, NotFound, Stale
from services.orders import actions, queries
from services.orders.errors import (
    LimitBelowReserved,
    LineCommitted,
    NothingToChange,
    OrderChanged,
    SheetBroken,
    SheetRow,
)
from services.orders.gateway import layout, read
from services.orders.rules import Volume
from services.orders.rules.changes import Change, Terms, Wanted, code_of, differences, dump, load
from tests.support.factories.certificates import NOW, Town, add_town
from tests.support.factories.orders import promise

Sessions = async_sessionmaker[AsyncSession]
BY = {"actor_id": None, "now": NOW}
CODE = "804200О.99.0.ББ52АЖ72000"


async def _draft(
    session: AsyncSession, town: Town, actor: Any, *wanted: Wanted, is_whole: bool = False
) -> queries.DraftView:
    place = {"territory_id": town.territory_id, "year": 2026, "now": NOW}
    origin = actions.Origin("order.xlsx", is_whole=is_whole)
    draft = await actions.begin(session, actor, **place, wanted=wanted, origin=origin)
    for field, typed in (("act", "Приказ № 7"), ("day", "01.10.2026"), ("why", "больше детей")):
        draft = await actions.answer(session, actor, draft_id=draft.id, field=field, typed=typed)
    return draft


async def test_a_difference_is_seen_confirmed_once_and_kept(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await actions.reserve(session, promise(town), **BY)
        more = Wanted(None, children="120", hours="12 000", norm="169,5512", money="")
        new = Wanted(CODE, children="5", hours="10", norm="", money="1 000,5")
        mine = await _draft(session, town, town.clerk, more, new)
        mine = await actions.review(session, town.clerk, draft_id=mine.id)
        assert mine.changes == (
            Change(None, Terms(100, 10_000, 10**9), Terms(120, 12_000, 203_461_440, Decimal("169.5512"))),
            Change(CODE, None, Terms(5, 10, 100_050)),
        )
        with pytest.raises(LimitBelowReserved) as below:
            await actions.review(session, town.second_clerk, draft_id=(await _second(session, town, hours="71")).id)
        assert (below.value.what, below.value.reserved, below.value.code) == ("hours", 72, "")
        theirs = await _second(session, town, children="90")
        theirs = await actions.review(session, town.second_clerk, draft_id=theirs.id)
        with pytest.raises(NotFound):
            await actions.confirm(session, town.second_clerk, draft_id=mine.id, edition=0, now=NOW)
        assert await actions.confirm(session, town.clerk, draft_id=mine.id, edition=0, now=NOW) == 1
        with pytest.raises(OrderChanged):  # both looked at the same edition
            await actions.confirm(session, town.second_clerk, draft_id=theirs.id, edition=0, now=NOW)
        again = await actions.review(session, town.second_clerk, draft_id=theirs.id)
        assert again.changes[0].before == mine.changes[0].after
        assert await actions.confirm(session, town.second_clerk, draft_id=theirs.id, edition=1, now=NOW) == 2
        with pytest.raises(NotFound):
            await actions.confirm(session, town.clerk, draft_id=mine.id, edition=0, now=NOW)
        own, common = await queries.lines(session, town.territory_id, 2026)
        assert (common.limit, common.norm) == (Volume(90, 12_000, 203_461_440), Decimal("169.5512"))
        assert own.limit == Volume(5, 10, 100_050)
        last, first = await queries.history(session, town.clerk, territory_id=town.territory_id, year=2026)
        assert (first.act, first.why, first.valid_from) == ("Приказ № 7", "больше детей", date(2026, 10, 1))
        assert (first.made_by, last.made_by) == (town.clerk.person_id, town.second_clerk.person_id)
        assert tuple(load(dump(first.changes))) == first.changes


async def _second(session: AsyncSession, town: Town, **told: str) -> queries.DraftView:
    return await _draft(session, town, town.second_clerk, Wanted(None, **told))


async def test_what_cannot_be_is_refused_with_one_reason(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await actions.reserve(session, promise(town), **BY)
        place = {"territory_id": town.territory_id, "year": 2026, "now": NOW}
        with pytest.raises(NotAllowed):
            await actions.begin(session, town.parent, **place, wanted=[Wanted(None)])
        with pytest.raises(NotAllowed):
            await queries.history(session, town.club, territory_id=town.territory_id, year=2026)
        typed = await actions.begin(session, town.clerk, **place, wanted=[Wanted(None)])
        assert typed.missing == ("children", "hours", "norm", "money", "act", "day", "why")
        for field, text, why in (
            ("children", "-1", "negative"),
            ("hours", "1,5", "decimals"),
            ("money", "10,005", "decimals"),
            ("money", "много", "format"),
            ("norm", "-0,1", "negative"),
            ("day", "31.02.2026", "format"),
            ("day", "01.01.2027", "years"),
            ("act", " ", "format"),
            ("why", "x" * 301, "format"),
        ):
            with pytest.raises(Invalid) as wrong:
                await actions.answer(session, town.clerk, draft_id=typed.id, field=field, typed=text)
            assert wrong.value.why == why, (field, text)
        with pytest.raises(Stale):
            await actions.review(session, town.clerk, draft_id=typed.id)
        for wanted, error in (
            (Wanted(None, is_removed=True), LineCommitted),
            (Wanted(None, money="7 199,99"), LimitBelowReserved),
            (Wanted(None, children="100"), NothingToChange),
        ):
            draft = await _draft(session, town, town.clerk, wanted)
            with pytest.raises(error):
                await actions.review(session, town.clerk, draft_id=draft.id)
        assert await queries.open_draft(session, town.clerk, territory_id=town.territory_id, year=2026) is not None
        await actions.leave(session, town.clerk, draft_id=draft.id)
        assert await queries.open_draft(session, town.clerk, territory_id=town.territory_id, year=2026) is None


async def test_promised_after_the_question_is_refused_at_the_yes(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        gone = await _draft(session, town, town.clerk, is_whole=True)
        await actions.review(session, town.clerk, draft_id=gone.id)
        less = await _second(session, town, children="0")
        await actions.review(session, town.second_clerk, draft_id=less.id)
        held = promise(town)
        await actions.reserve(session, held, **BY)
        for actor, draft, error in ((town.clerk, gone, LineCommitted), (town.second_clerk, less, LimitBelowReserved)):
            with pytest.raises(error):
                async with session.begin_nested():
                    await actions.confirm(session, actor, draft_id=draft.id, edition=0, now=NOW)
        await actions.release(session, case_id=held.case_id, reason="x", **BY)
        await actions.confirm(session, town.clerk, draft_id=gone.id, edition=0, now=NOW)
        assert await queries.lines(session, town.territory_id, 2026) == []
        back = await _draft(session, town, town.clerk, Wanted(None, children="1", hours="1", norm="", money="1"))
        await actions.review(session, town.clerk, draft_id=back.id)
        await actions.confirm(session, town.clerk, draft_id=back.id, edition=1, now=NOW)
        assert (await queries.lines(session, town.territory_id, 2026))[0].limit == Volume(1, 1, 100)


HEADINGS = ("Сумма, руб.", "Код услуги", "Детей", "Человеко-часов", "Норматив, руб. за человеко-час")


def _book(*rows: tuple[object, ...]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def test_a_workbook_is_read_as_it_is_typed() -> None:
    rows = read(_book(("Приложение 1",), HEADINGS, (1000.5, CODE, 5, 72, "169,5512"), ("", layout().common, 1, 2, 3)))
    assert rows == [
        Wanted(CODE, children="5", hours="72", norm="169,5512", money="1000.5"),
        Wanted(None, children="1", hours="2", norm="3", money=""),
    ]
    assert differences({}, rows)[1].after == Terms(1, 2, 600, Decimal(3))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK nothing", "book"),
        (_book(("Код услуги",)), "headings"),
        (_book(HEADINGS), "empty"),
        (_book(HEADINGS, *[(1, CODE, 1, 1)] * 1000), "many"),
        (b"0" * 2_000_001, "large"),
    ],
)
def test_a_broken_workbook_is_refused_whole(content: bytes, why: str) -> None:
    with pytest.raises(SheetBroken) as broken:
        read(content)
    assert broken.value.why == why


@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        ((10.005, CODE, 1, 1), "order_money", "decimals"),
        ((10, CODE, -1, 1), "order_children", "negative"),
        ((10, CODE, 1, 1.5), "order_hours", "decimals"),
        ((10, "x" * 33, 1, 1), "order_code", "format"),
    ],
)
def test_the_first_wrong_row_is_named(row: tuple[object, ...], field: str, why: str) -> None:
    with pytest.raises(SheetRow) as wrong:
        read(_book(HEADINGS, (1, CODE, 1, 1), row))
    assert (wrong.value.row, wrong.value.field, wrong.value.why) == (3, field, why)


def test_a_code_is_kept_as_the_act_prints_it() -> None:
    assert code_of(" 804200О.99.0. ББ52АЖ72000 ") == CODE
    assert code_of(" – ") is None
    with pytest.raises(Invalid):
        differences({}, [Wanted(CODE, children="1"), Wanted(CODE, children="2")])
