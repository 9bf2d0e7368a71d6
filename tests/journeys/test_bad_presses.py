"""Buttons of others, pressed twice, pressed late: one clear answer each, every press answered, nothing half-written."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from handlers.common import words
from handlers.common.errors import sentence
from services.certificates.errors import AlreadyApplied, ClosedAtApproval, FullAtApproval, TooManyApplications
from services.core.db import Database
from services.core.errors import NotFound, Stale
from services.orders.errors import OrderExhausted
from services.programs.errors import EnrolmentClosed, GroupFull
from services.programs.models import Group, Offer
from tests.support.factories.certificates import add_other_group
from tests.support.journey import CHIEF, CLERK, CLUB, PARENT, STRANGER, Street, street
from tests.support.ways import to_card, to_code, to_confirmation, to_contract, to_decision, to_question, to_summary

TWICE = 2


@pytest.fixture
async def town(database: Database) -> Street:
    words.use("ru")
    return await street(database)


async def _set(town: Street, **values: object) -> None:
    async with town.database.sessions() as session:
        for name, value in values.items():
            table, key = (Group, Group.id) if name == "taken" else (Offer, Offer.group_id)
            await session.execute(update(table).where(key == town.town.group_id).values({name: value}))
        await session.commit()


OTHERS = (
    "certcase:{application}",
    "certback:{application}:1",
    "certfor:{group}:{child}",
    "certsend:{group}:{child}",
    "ctread:{contract}",
    "cttext:{contract}",
    "ctcode:{contract}",
    "cthelp:{contract}",
    "ctpok:{contract}",
    "ctpone:{contract}",
    "certdo:{application}",
    "certyes:{application}",
    "certwhy:{application}:age:1",
    "fbans:1:1:5",
    "fbend:1",
)


@pytest.mark.parametrize("who", [STRANGER, CLUB])
async def test_buttons_of_another_person_open_nothing(town: Street, who: int) -> None:
    await to_contract(town)
    await town.text(who, "/start")
    before = await town.rows()
    ids = {"application": 1, "contract": 1, "group": town.town.group_id, "child": town.town.child_id}
    for button in OTHERS:
        if who == CLUB and button.startswith("ctpo"):
            continue  # the club's own
        shown = await town.forge(who, button.format(**ids))
        assert "Мария" not in shown.text
        assert {"home", "prgfind"} & set(shown.buttons.values())
    assert await town.rows() == before


async def test_send_twice_at_once_is_one_application(town: Street) -> None:
    await to_summary(town)
    send = town.seen(PARENT).data("certsend")
    said = await town.at_once(*[(PARENT, send)] * TWICE)
    assert sentence(AlreadyApplied(1)) in said
    rows = await town.rows()
    assert rows["applications"] == 1
    assert town.seen(PARENT).data("certcase:1")


async def test_two_clerks_at_once_approve_once(town: Street) -> None:
    await to_decision(town)
    approve = town.seen(CLERK).data("certyes")
    said = await town.at_once((CLERK, approve), (CHIEF, approve))
    assert sentence(Stale("application")) in said
    rows = await town.rows()
    assert (rows["certificates"], rows["contracts"]) == (1, 1)
    refuse = await town.forge(CHIEF, "certwhy:1:age:1")
    assert refuse.text == sentence(Stale("application"))
    assert refuse.data("certq"), "the queue is one tap away"


async def test_the_club_confirms_once(town: Street) -> None:
    await to_confirmation(town)
    said = await town.at_once(*[(CLUB, town.seen(CLUB).data("ctpok"))] * TWICE)
    assert sentence(Stale("contract")) in said
    assert (await town.rows())["signatures"] == 1


async def test_a_code_typed_twice_signs_once(town: Street) -> None:
    code = await to_code(town)
    updates = [town.desk.message_update(PARENT, text=code) for _again in range(TWICE)]
    await asyncio.gather(*(town.desk.dispatcher.feed_update(town.desk.bot, one) for one in updates))
    assert (await town.rows())["signatures"] == TWICE, "the club's and the parent's"
    assert "✅" not in town.seen(PARENT).text
    assert town.seen(PARENT).buttons


async def test_the_same_update_twice_is_acted_on_once(town: Street) -> None:
    await to_summary(town)
    update_ = town.query(PARENT, town.seen(PARENT).data("certsend"), town.seen(PARENT).id)
    for _delivery in range(TWICE):
        await town.desk.dispatcher.feed_update(town.desk.bot, update_)
    assert (await town.rows())["applications"] == 1


async def test_a_group_filled_between_card_and_send(town: Street) -> None:
    await to_summary(town)
    await _set(town, taken=12)
    before = await town.rows()
    shown = await town.press(PARENT, "certsend")
    assert shown.text == sentence(GroupFull())
    assert await town.rows() == before
    card = await town.press(PARENT, "prgcard", at=town.old(PARENT, "prgcard"))
    assert "certto" not in str(card.buttons)
    await town.press(PARENT, "prgfind")


async def test_a_group_closed_between_card_and_send(town: Street) -> None:
    await to_summary(town)
    await _set(town, closed_on=date(2026, 9, 6))
    before = await town.rows()
    shown = await town.press(PARENT, "certsend")
    assert shown.text == sentence(EnrolmentClosed(date(2026, 9, 6)))
    assert await town.rows() == before
    await town.press(PARENT, "prgfind", at=shown)


@pytest.mark.parametrize("reason", ["full", "closed"])
async def test_no_seat_at_approval(town: Street, reason: str) -> None:
    await to_decision(town)
    day = date(2026, 9, 6)
    await _set(town, **({"taken": 12} if reason == "full" else {"closed_on": day}))
    before = await town.rows()
    shown = await town.press(CLERK, "certyes")
    assert shown.text == sentence(FullAtApproval(1) if reason == "full" else ClosedAtApproval(1, day))
    assert await town.rows() == before
    await town.press(CLERK, "certno:1")
    await town.press(CLERK, "certwhy:1:no_seats")
    await town.press(CLERK, "certwhy:1:no_seats:1")
    told = dict(await town.deliver())
    assert set(told) == {PARENT, CLUB}


@pytest.mark.parametrize(("what", "limits"), [("children", 0), ("hours", 71), ("money", 1_079_999)])
async def test_an_order_used_up_at_approval(database: Database, what: str, limits: int) -> None:
    line: dict[str, Any] = {what: limits}
    words.use("ru")
    town = await street(database, **line)
    await to_decision(town)
    before = await town.rows()
    shown = await town.press(CLERK, "certyes")
    assert shown.text == sentence(OrderExhausted(what, 2026))
    assert await town.rows() == before
    await town.press(CLERK, "certyes", at=town.old(CLERK, "certyes"))
    assert await town.rows() == before


async def test_one_application_too_many(town: Street) -> None:
    async with town.database.sessions() as session:
        groups = [await add_other_group(session, town.town) for _more in range(3)]
        await session.commit()
    await town.text(PARENT, "/start")
    for group in groups:
        await town.forge(PARENT, f"certsend:{group}:{town.town.child_id}")
    before = await town.rows()
    shown = await town.forge(PARENT, f"certsend:{town.town.group_id}:{town.town.child_id}")
    assert shown.text == sentence(TooManyApplications(3))
    assert await town.rows() == before
    await town.press(PARENT, "certmine")


async def test_old_buttons_after_the_case_moved_on(town: Street) -> None:
    await to_summary(town)
    summary = town.seen(PARENT)
    await town.press(PARENT, "certsend")
    await town.press(PARENT, "certcase")
    await town.press(PARENT, "certback")
    question = town.seen(PARENT)
    sure = question.data("certback")
    await town.deliver()
    await town.press(CLERK, "certdo")
    case = dict(town.seen(CLERK).buttons)
    await town.press(CLERK, "certyes")
    before = await town.rows()
    again = await town.forge(PARENT, f"certsend:{town.town.group_id}:{town.town.child_id}")
    assert again.text == sentence(AlreadyApplied(1))
    assert summary.id < again.id
    for data in case.values():
        await town.forge(CLERK, data)
    seen = {"looks": before["looks"]}  # that the clerk looked again is journalled; nothing else is written
    assert await town.rows() | seen == before
    await town.forge(PARENT, sure)
    gone = await town.rows()
    assert (await town.forge(PARENT, sure)).text == sentence(Stale("application")), "it is taken back once"
    assert await town.rows() == gone


async def test_a_contract_that_is_signed_stays_signed(town: Street) -> None:
    code = await to_code(town)
    await town.text(PARENT, code)
    before = await town.rows()
    for data in ("ctcode:1", "ctread:1", "cthelp:1", "cttext:1"):
        await town.forge(PARENT, data)
    assert (await town.forge(CLUB, "ctpok:1")).text == sentence(Stale("contract"))
    assert (await town.forge(PARENT, "ctread:99")).text == sentence(NotFound("contract"))
    assert await town.rows() == before
    await town.text(PARENT, code)
    assert await town.rows() == before, "a code after the signature is a search"


async def test_forged_answers_change_no_form(town: Street) -> None:
    await to_question(town, "child:category")
    before = await town.rows()
    for data in ("fampick:child:category:9:1", "fampick:child:x:0:1", "famask:x:y:1", "famyes:x:y:1"):
        await town.forge(STRANGER, data)
    assert await town.rows() == before


async def test_garbage_in_a_button_is_answered_with_the_menu(town: Street) -> None:
    await to_card(town, STRANGER)
    before = await town.rows()
    for data in ("", "x", "certsend", "certsend:1", "certsend:1:x", "home:1:2:3", "€" * 21, "terr:-1"):
        shown = await town.forge(STRANGER, data)
        assert {"prgfind", "home"} & set(shown.buttons.values()), data
    assert await town.rows() == before
