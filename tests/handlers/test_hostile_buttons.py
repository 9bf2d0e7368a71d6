"""Every button of the desk, forged: another family's ids, numbers that no row has, words nobody knows, late presses.

The matrix is made from the classes of the routers, so a new button is attacked from its first day.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendDocument, SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup
from sqlalchemy import select

import handlers
from bot.sandbox.html import parse
from bot.tables import metadata
from handlers.common.keyboards import Noop
from handlers.parent.contracts.keyboards import ReadContract
from handlers.parent.families.keyboards import Agree, Pick, WithdrawConsent
from handlers.parent.turns.keyboards import Decline, GoOn
from handlers.staff.orders.keyboards import ChangeLine
from handlers.staff.turns.keyboards import StartTurn, UndoTurn
from services.certificates.rules import GROUNDS
from services.core.db import Database
from tests.support.bot import answered
from tests.support.factories.certificates import NOW
from tests.support.hostile import SECRETS, Field, set_field

MISSING = 999_999
ROWS_READ_EVERY = 16
"""Kinds of buttons between two looks at the whole database, which cost as much as a hundred presses."""
NUMBERS = (-1, 2**31, 2**63 - 1, 2**63)
WORDS = ("unknown", "", "<b>\u202e&", "9" * 19)
FLAGS = ("1", "0", "maybe")
CATALOGUE = {
    *("prgcard", "prggrps", "prglist", "prgless", "certto", "certfor", "certsend", "certall", "waitin", "movehere"),
    *("prgmore", "prglike", "prgkeep", "prgwait", "prgshare", "prgqr", "prgics"),
    *("prgsort", "prgsame"),
}
"""Buttons by a group's number: the program itself is everybody's to see."""
OWNED = {
    *("entry_id", "application_id", "contract_id", "survey_id", "child_id", "campaign_id", "draft_id", "line_id"),
    "complaint_id",
    "renewal_id",
    "placement_id",
}
OWN_TABLES = {
    *("done_updates", "persons", "dialogues", "consents", "form_drafts", "opt_outs", "favourites", "seat_watches"),
}
"""Where a press may write for the one who pressed, whoever it is."""


def _classes() -> list[type[CallbackData]]:
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        importlib.import_module(module.name)
    found, kinds = [], list(CallbackData.__subclasses__())
    while kinds:
        kind = kinds.pop()
        kinds.extend(kind.__subclasses__())
        if kind.__module__.startswith("handlers."):
            found.append(kind)
    return sorted(found, key=lambda kind: kind.__prefix__)


CLASSES = _classes()


def _usual(field: Field, name: str) -> object:
    known: dict[str, object] = {
        **field.ids,
        "purpose": "personal_data",
        "form": "child",
        "field": "full_name",
        "code": "ru",
        "ground": GROUNDS[0],
        "question_index": 1,
        "language": "ru",
        "part": "file",
        "whom": "all",
        "grade": 5,
        "paper": 1,
        "year": 2026,
    }
    return known.get(name)


def _pack(kind: type[CallbackData], values: dict[str, object]) -> str:
    parts = [kind.__prefix__, *(str(values[name]) for name in kind.model_fields)]
    return kind.__separator__.join(parts)


def _base(field: Field, kind: type[CallbackData]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, info in kind.model_fields.items():
        usual = _usual(field, name)
        fallback = info.default if not info.is_required() else 0 if info.annotation is int else "x"
        values[name] = usual if usual is not None else fallback
        if info.annotation is bool:
            values[name] = "1"
    return values


def _variants(field: Field, kind: type[CallbackData]) -> Iterator[str]:
    """The other's id; then each part in turn: nobody's number, forged numbers, unknown words."""
    base = _base(field, kind)
    yield _pack(kind, base)
    inherited = {name for mother in kind.__mro__[1:] for name in getattr(mother, "model_fields", ())} - OWNED
    for name, info in kind.model_fields.items():
        if name in inherited - {"group_id"}:
            continue  # attacked where it is at home
        forged: Sequence[object] = WORDS
        if info.annotation is int:
            forged = (MISSING, *NUMBERS, "x")
        elif info.annotation is bool:
            forged = FLAGS
        yield from (_pack(kind, base | {name: value}) for value in forged)
    yield f"{_pack(kind, base)}:more"


def _read(calls: Sequence[TelegramMethod[Any]]) -> str:
    """All that the person got: words, buttons, what the buttons carry. Every text must be HTML that Telegram takes."""
    got = []
    for call in calls:
        if isinstance(call, SendMessage | EditMessageText):
            parse(call.text or "")
            got.append(call.text or "")
        if isinstance(call, AnswerCallbackQuery) and call.text:
            got.append(call.text)
        if isinstance(call, SendDocument):
            got.append(bytes(getattr(call.document, "data", b"")).decode(errors="replace"))
        markup = getattr(call, "reply_markup", None)
        if isinstance(markup, InlineKeyboardMarkup):
            got += [f"[{button.text}]({button.callback_data})" for row in markup.inline_keyboard for button in row]
    return "\n".join(got)


async def _press(field: Field, person: int, data: str) -> str:
    """Press and read. Never silent, never an apology."""
    calls = await field.desk.press(person, data)
    said = _read(calls)
    assert answered(calls), data
    assert said or data.startswith(Noop.__prefix__), f"silence after {data}"
    assert "вы ни при чём" not in said, data
    return said


async def _rows(database: Database) -> dict[str, set[str]]:
    """Every row of every table but those where anybody may write for themselves."""
    async with database.reads() as session:
        return {
            table.name: {repr(row) for row in await session.execute(select(table))}
            for table in metadata.sorted_tables
            if table.name not in OWN_TABLES
        }


async def test_a_forged_button_finds_nothing_and_changes_nothing(database: Database, engine_name: str) -> None:
    """Each engine takes every press from one of the two, so that both press everything."""
    field = await set_field(database)
    people = [field.hostile[who] for who in ("stranger", "everybody elsewhere")]
    before = await _rows(database)
    for number, kind in enumerate(CLASSES, start=1):
        hidden = SECRETS[1:] if kind.__prefix__ in CATALOGUE else SECRETS
        for turn, data in enumerate(_variants(field, kind), start=int(engine_name == "sqlite")):
            if len(data.encode()) <= 64:
                said = await _press(field, people[turn % 2], data)
                assert not [secret for secret in hidden if secret in said], (data, said)
        if number % ROWS_READ_EVERY == 0 or number == len(CLASSES):
            assert await _rows(database) == before, CLASSES[number - ROWS_READ_EVERY : number]


@pytest.mark.parametrize("who", ["stranger", "parent", "provider of another club", "clerk of another territory"])
async def test_another_ones_number_answers_as_a_number_nobody_has(database: Database, who: str) -> None:
    field = await set_field(database)
    person = field.hostile[who]
    before = await _rows(database)
    for kind in CLASSES:
        for name in OWNED & set(kind.model_fields):
            base = _base(field, kind)
            answers = [await _press(field, person, _pack(kind, base | change)) for change in ({}, {name: MISSING})]
            foreign, missing = (re.sub(r"\d+", "#", answer) for answer in answers)
            assert foreign == missing, kind
            assert not [secret for secret in SECRETS if secret in foreign], foreign
    assert await _rows(database) == before


async def test_who_may_only_look_changes_nothing(database: Database) -> None:
    field = await set_field(database)
    person = field.hostile["guest who may look"]
    before = await _rows(database)
    owned = [kind for kind in CLASSES if OWNED & set(kind.model_fields)]
    for number, kind in enumerate(owned, start=1):
        await _press(field, person, _pack(kind, _base(field, kind)))
        if number % ROWS_READ_EVERY == 0 or number == len(owned):
            assert await _rows(database) == before, owned[number - ROWS_READ_EVERY : number]


async def test_numbers_beyond_the_database_are_refused_to_everybody(database: Database) -> None:
    field = await set_field(database)
    town = field.town
    for actor in (town.parent, town.clerk, town.club):
        for kind in CLASSES:
            base = _base(field, kind)
            for name, info in kind.model_fields.items():
                if info.annotation is int:
                    said = await _press(field, 70_000 + actor.person_id, _pack(kind, base | {name: 2**63}))
                    assert "больше не работает" in said, (kind, name)


NOT_OF_THE_CASE = {Agree, Pick, WithdrawConsent, ChangeLine, StartTurn, UndoTurn}
"""Deeds that stay open to their own people when a case is over."""


@pytest.mark.parametrize(("engine_name", "days"), [("sqlite", 400), ("postgresql", 10)], indirect=["engine_name"])
async def test_late_buttons_of_a_finished_case_change_nothing(database: Database, days: int) -> None:
    field = await set_field(database, now=NOW + timedelta(days=days), is_over=True)
    town = field.town
    before = await _rows(database) | {"looks": set()}
    for actor in (town.parent, town.clerk, town.club):
        for kind in CLASSES:
            is_voice = days < 30 and ("grade" in kind.model_fields or kind in {GoOn, Decline})  # still to be answered
            is_letter = "complaint_id" in kind.model_fields  # a complaint outlives its case
            if kind in NOT_OF_THE_CASE or is_voice or is_letter:
                continue
            base = _base(field, kind)
            flags = [name for name, info in kind.model_fields.items() if info.annotation is bool]
            for sure in ("0", "1") if flags else ("",):
                await _press(field, 70_000 + actor.person_id, _pack(kind, base | dict.fromkeys(flags, sure)))
    assert await _rows(database) | {"looks": set()} == before, "who may look is written down"


async def test_a_press_too_old_to_answer_still_gets_its_screen(database: Database) -> None:
    field = await set_field(database)
    person = 70_000 + field.town.parent.person_id
    for data in (ReadContract(contract_id=field.ids["contract_id"]).pack(), ReadContract(contract_id=MISSING).pack()):
        field.desk.session.refuse = TelegramBadRequest(AnswerCallbackQuery(callback_query_id="1"), "query is too old")
        assert _read(await field.desk.press(person, data))
