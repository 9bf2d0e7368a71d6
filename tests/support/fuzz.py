"""Ten thousand touches of every kind at one desk, by a whole town at random; then the books must balance.

``python -m tests.support.fuzz --count 10000`` plays the long one and prints what was found.
"""

import argparse
import asyncio
import importlib
import json
import pkgutil
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import structlog
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerInlineQuery,
    EditMessageText,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import InaccessibleMessage, Message, Update
from sqlalchemy import func, select

import handlers
from bot.middlewares.actor import CHANNEL
from bot.sandbox.html import parse
from bot.tables import Dialogue, DoneUpdate, metadata
from services.core.crypto import install, new_keyring
from services.core.db import Database, open_database
from services.core.models import Person
from services.feedback.actions import open_due
from services.staff.queries import actor_at
from tests.support.anything import Anything
from tests.support.books import unbalanced
from tests.support.factories.certificates import add_other_group
from tests.support.factories.families import next_snils
from tests.support.journey import (
    CHIEF,
    CLERK,
    CLUB,
    MOST_CHARACTERS,
    PARENT,
    STRANGER,
    Shown,
    Street,
    _check_rows,
    _words_of,
    street,
)

PEOPLE = (PARENT, CLERK, CHIEF, CLUB, STRANGER, STRANGER + 1, STRANGER + 2)
TROUBLE = {"touch.defect", "touch.telegram_refused", "touch.database_away", "delivery.defect", "delivery.refused"}
CONTENT = tuple(
    name
    for name, info in Message.model_fields.items()
    if not info.is_required() and name not in {"from_user", "text", "reply_markup", "sender_chat", "forward_date"}
)
ELSEWHERE = ("inline_query", "chosen_inline_result")
SILENT = tuple(
    name
    for name in Update.model_fields
    if name not in {"update_id", "message", "callback_query", "my_chat_member", *ELSEWHERE}
)
FITTING: dict[str, Callable[[], str]] = {
    "СНИЛС": next_snils,
    "рожд|born": lambda: "14.05.2018",
    "елефон|phone": lambda: "+7 900 000-00-01",
    "амили|urname|ull name": lambda: "Образцова Вера Игоревна",
}
"""Answers to what the last screen seems to ask."""
DEEDS = re.compile("certsend|certdo|certyes|ctpok|ctread|ctcode|fbans")
AHEAD = re.compile(
    "terr:|prgfind|prglist|prgcard|certto|certfor|certsend|famadd|famlaw|famgo|famyes|fampick|certq|certdo|certyes|"
    "ctp|ctread|ctcode|fbans|prgwait|prgkeep|prgshare|prgmore|cmnew|cmsay|cmaim|cmset|cmtry|cmask|cmyes|cmsend|plan",
)
"""Buttons that lead on: pressed more often, else nobody would ever reach a contract."""
CHAT_KINDS = ("group", "supergroup", "channel")


def _id(shown: Shown) -> int:
    return shown.id


def _import_all() -> None:
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        importlib.import_module(module.name)


def _buttons() -> list[type[CallbackData]]:
    found: list[type[CallbackData]] = []
    kinds = list(CallbackData.__subclasses__())
    while kinds:
        kind = kinds.pop()
        kinds.extend(kind.__subclasses__())
        if kind.__module__.startswith("handlers."):
            found.append(kind)
    return sorted(found, key=lambda kind: kind.__prefix__)


@dataclass
class Found:
    """What a run has seen."""

    fed: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    touchers: set[int] = field(default_factory=set)
    touches: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "updates": self.fed,
            "touches": self.touches,
            "faults": self.faults,
            "kinds": dict(self.kinds.most_common()),
            "outcomes": dict(self.outcomes.most_common()),
            "rows": self.rows,
        }


KEPT = ("done", "repeated")
"""Outcomes whose transaction was committed."""


class Crowd:
    """Everybody of the town, each doing anything at all."""

    def __init__(self, walk: Street, seed: int) -> None:
        _import_all()
        self.walk = walk
        self.random = Random(seed)
        self.any = Anything(self.random)
        self.buttons = _buttons()
        self.found = Found()
        self.left, self.eager = 0, PARENT
        self.had: dict[int, list[tuple[str | None, str]]] = {}
        self._silent = self._every_silent_kind()
        self._contents = self._every_content()

    # who says what

    def _every_silent_kind(self) -> Iterator[str]:
        while True:
            yield from SILENT

    def _every_content(self) -> Iterator[str]:
        while True:
            yield from CONTENT

    def user(self, person: int) -> dict[str, Any]:
        language = {} if self.random.random() < 0.1 else {"language_code": self.random.choice(("ru", "ru", "en", "zz"))}
        return {"id": person, "is_bot": False, "first_name": self.any.text(30), **language}

    def words(self, person: int) -> str:
        """Answers that forms take, codes and links in sight, commands; or anything."""
        chat = self.walk._session.chats.get(person, {})
        codes = re.findall(r"\b\d{6}\b", " ".join(shown.text for shown in chat.values()))
        likely = (
            *self.fitting(person) * 20,
            *("Образцова Вера Игоревна", "Образцов Лев", "+7 900 000-00-01", "14.05.2018", "01.02.2019", next_snils()),
            *(
                "робототехника",
                "шахматы для 8 лет",
                "да",
                "/start",
                "/mine",
                "/help",
                "/language",
                "/territory",
                "/stop",
            ),
            *("/cancel", "/nothing", "/start t_livny", "/start p_1", "/start i_forged", "/START", "000000"),
            *codes[-2:],
        )
        return self.random.choice(likely) if self.random.random() < 0.6 else self.any.text()

    def message(self, person: int, **content: Any) -> dict[str, Any]:
        base = {"message_id": next(self.walk._ids), "date": 1_788_000_000}
        chat = {"id": person, "type": "private", "first_name": "x"}
        return base | {"chat": chat, "from": self.user(person), **content}

    def spoken(self, person: int) -> dict[str, Any]:
        """A private message: words, with whatever may come along."""
        extra: dict[str, Any] = {}
        if self.random.random() < 0.1:
            name = self.random.choice(("reply_to_message", "quote", "forward_origin", "via_bot", "entities"))
            extra[name] = self.any.value(Message.model_fields[name].annotation, 2, name)
        return self.message(person, text=self.words(person), **extra)

    def content(self, person: int) -> dict[str, Any]:
        """A private message of each kind of content in turn."""
        name = next(self._contents)
        value = self.any.value(Message.model_fields[name].annotation, 1, name)
        return self.message(person, **{name: value})

    def press(self, person: int) -> dict[str, Any]:
        """A press: in sight, of an old message, of a made-up button, of nonsense; the message may be lost."""
        chat = self.walk._session.chats.get(person, {})
        held = [shown for shown in chat.values() if shown.buttons]
        dice = self.random.random()
        shown = max(held, key=lambda one: one.id) if held and dice < 0.5 else self.random.choice(held) if held else None
        data = self._choose(list(shown.buttons.values())) if shown and dice < 0.75 else self.forged()
        query = self.query(person, data, shown)
        base = {name: value for name, value in query.pop("message").items() if name in {"message_id", "chat"}}
        dice = self.random.random()
        if dice < 0.03:
            return query | {"message": base | {"date": 0}}
        if dice < 0.05:
            return query | {"inline_message_id": "lost"}
        if dice < 0.06:
            return {name: value for name, value in query.items() if name != "data"} | {"game_short_name": "x"}
        return self.query(person, data, shown)

    def query(self, person: int, data: str, shown: Shown | None) -> dict[str, Any]:
        """A press under the message that is shown."""
        query = {"id": str(next(self.walk._ids)), "from": self.user(person), "chat_instance": "1", "data": data}
        number = shown.id if shown else max(self.walk._session.chats.get(person, {}), default=1)
        where = {"id": person, "type": "private", "first_name": "x"}
        text = {"text": shown.text if shown and shown.text else "…", "reply_markup": {"inline_keyboard": []}}
        return query | {"message": {"message_id": number, "chat": where, "date": 1_788_000_000, **text}}

    def _choose(self, buttons: list[str]) -> str:
        return self.random.choices(buttons, weights=[20 if AHEAD.match(data) else 1 for data in buttons])[0]

    def forged(self) -> str:
        """Data of a real button with any values, or nonsense; 64 bytes at most, as Telegram keeps it."""
        if self.random.random() < 0.1:
            return self.any.text(20).encode()[:64].decode(errors="ignore")
        kind = self.random.choice(self.buttons)
        parts = [kind.__prefix__, *(self._part(name, info.annotation) for name, info in kind.model_fields.items())]
        return ":".join(parts).encode()[:64].decode(errors="ignore")

    def _part(self, name: str, wanted: Any) -> str:
        if wanted is bool:
            return self.random.choice(("0", "1"))
        if wanted is int:
            return str(self.random.choice((0, -1, 2**31, 2**63, *range(1, 9), *range(1, 9))))
        usual = {
            "purpose": ("personal_data",),
            "form": ("child", "representative"),
            "field": ("full_name", "birth_date", "snils", "category"),
            "value": ("none", "ovz", "disabled"),
        }
        return self.random.choice((*usual.get(name, ("ru", "en")), self.any.text(8)))

    def silent(self) -> tuple[str, dict[str, Any]]:
        """What is not for the desk: every other kind of update, groups, channels, bots, nobody."""
        name = next(self._silent)
        if self.random.random() < 0.4:
            where = {"id": -100, "type": self.random.choice(CHAT_KINDS), "title": "x"}
            person = self.random.choice(PEOPLE)
            text = self.message(person, text=self.words(person), chat=where)
            return "message", self.random.choice((text, self.message(person, text="/start", **{"from": self._bot()})))
        kind = self.any.value(Update.model_fields[name].annotation, 0, name)
        return name, kind

    async def elsewhere(self, person: int) -> None:
        """A query typed in another chat, or one of its answers sent; by anybody, a bot too."""
        name = self.random.choice(ELSEWHERE)
        who = self._bot() if self.random.random() < 0.1 else self.user(person)
        text = self.words(person)[:256]
        if name == "inline_query":
            offset = self.random.choice(("", "", "1", "2", "-1", "x", self.any.text(8)))
            content = {"id": str(next(self.walk._ids)), "from": who, "query": text, "offset": offset}
        else:
            result = self.random.choice(("1", "2", "404", self.any.text(8)))
            content = {"result_id": result, "from": who, "query": text}
        await self.feed(name, content, None if name == "chosen_inline_result" or who["is_bot"] else person)

    def _bot(self) -> dict[str, Any]:
        return {"id": 7, "is_bot": True, "first_name": "bot"}

    # what comes of it

    async def turn(self) -> None:
        """One update, and all that must be true of its answer."""
        person = self.random.choice(PEOPLE)
        dice = self.random.random()
        if self.left or dice < 0.07:
            await self._ahead(person)
        elif dice < 0.3:
            await self.feed("message", self.spoken(person), person)
        elif dice < 0.4:
            await self.feed("message", self.content(person), person)
        elif dice < 0.85:
            await self.feed("callback_query", self.press(person), person)
        elif dice < 0.9:
            await self.elsewhere(person)
        elif dice < 0.97:
            await self.feed(*self.silent(), None)
        elif dice < 0.98:
            await self._push(person)
        elif dice < 0.99:
            await self._block(person)
        else:
            await self._edit(person)

    async def _ahead(self, person: int) -> None:
        """A few touches that lead on, by somebody who knows what they want: so applications and contracts happen."""
        if not self.left:
            self.left, self.eager = self.random.randint(3, 14), self.random.choice((PARENT, PARENT, person))
        self.left -= 1
        chat = self.walk._session.chats.get(self.eager)
        if chat is None:
            await self.feed("message", self.message(self.eager, text="/start"), self.eager)
        elif fits := self.fitting(self.eager):
            await self.feed("message", self.message(self.eager, text=self.random.choice(fits)), self.eager)
        else:
            held = [one for one in chat.values() if one.buttons]
            deeds = [one for one in held if any(DEEDS.match(data) for data in one.buttons.values())]
            shown = self.random.choice(deeds) if deeds and self.random.random() < 0.3 else max(held, key=_id)
            await self.feed(
                "callback_query", self.query(self.eager, self._choose([*shown.buttons.values()]), shown), self.eager
            )

    def fitting(self, person: int) -> list[str]:
        """Answers to what the person's last screen seems to ask."""
        chat = self.walk._session.chats.get(person)
        if not chat:
            return []
        last = chat[max(chat)].text
        return [answer() for hint, answer in FITTING.items() if re.search(hint, last)] + re.findall(r"\b\d{6}\b", last)

    async def _block(self, person: int) -> None:
        """The person blocks the desk or comes back."""
        bot, kind = {"id": 42, "is_bot": True, "first_name": "x"}, self.random.choice(("kicked", "member"))
        until = {"until_date": 0} if kind == "kicked" else {}
        changed = self.message(person) | {
            "old_chat_member": {"status": "member", "user": bot},
            "new_chat_member": {"status": kind, "user": bot, **until},
        }
        await self.feed("my_chat_member", changed, person)

    async def _edit(self, person: int) -> None:
        await self.feed("edited_message", self.spoken(person) | {"edit_date": 1_788_000_001}, None)

    async def _push(self, person: int) -> None:
        """Back into any dialogue that this person ever had, or into one that the desk no longer knows."""
        async with self.walk.database.sessions() as session:
            actor = await actor_at(session, channel=CHANNEL, address=str(person))
            if actor is None:
                return
            mine = await session.scalar(select(Dialogue).where(Dialogue.key.startswith(f"42:{actor.person_id}:")))
            if mine is not None:
                had = self.had.setdefault(person, [("Gone:away", mine.data)])
                had.append((mine.state, mine.data))
                mine.state, mine.data = self.random.choice(had)
            await session.commit()

    async def feed(self, name: str, content: dict[str, Any], person: int | None) -> None:
        """Hand over one update as Telegram writes it, and judge what it caused."""
        number = next(self.walk._updates)
        desk = self.walk.desk
        made = Update.model_validate({"update_id": number, name: content}, context={"bot": desk.bot})
        self.found.fed += 1
        self.found.kinds[name] += 1
        try:
            with structlog.testing.capture_logs() as lines:
                calls = await desk.feed(made)
            self._judge(name, made, calls, person)
        except Exception as fault:  # noqa: BLE001 (what a fuzz is for)
            self.note(f"{type(fault).__name__}: {str(fault)[:300]}", name, content)
        for line in lines:
            if line["event"] in TROUBLE:
                self.note(json.dumps(line, default=str)[:1500], name, content)
            if line["event"] == "touch":
                self.found.outcomes[line["outcome"]] += 1

    def note(self, what: str, name: str, content: dict[str, Any]) -> None:
        said = json.dumps(content, ensure_ascii=False, default=str)[:600]
        self.found.faults.append(f"#{self.found.fed} {name}: {what}\n    {said}")

    def _judge(self, name: str, made: Update, calls: list[TelegramMethod[Any]], person: int | None) -> None:
        if person is None:
            assert calls == [], "answered what is not for the desk"
            return
        if name == "inline_query":
            assert all(isinstance(call, AnswerInlineQuery) for call in calls)
            assert len(calls) <= 1, "a query is answered once"
            return
        self.found.touches += 1
        self.found.touchers.add(person)
        if name == "my_chat_member":
            assert calls == []
            return
        pressed = made.callback_query is not None
        assert sum(isinstance(call, AnswerCallbackQuery) for call in calls) == int(pressed), "a press is answered once"
        said = [call for call in calls if isinstance(call, SendMessage | EditMessageText | SendDocument)]
        shown = made.callback_query is None or isinstance(made.callback_query.message, Message | InaccessibleMessage)
        plain = any(isinstance(call, AnswerCallbackQuery) and call.text for call in calls)
        is_label = pressed and (made.callback_query.data or "").startswith("noop")
        assert said or plain or is_label or not shown, "silence"
        for call in said:
            assert len(parse(_words_of(call))[0]) <= MOST_CHARACTERS, "too long"
            assert int(call.chat_id) == person, "told somebody else"
            _check_rows(call)
        assert not said or said[-1].reply_markup is not None, "no way on"

    async def around(self) -> None:
        """What goes on beside the touches: time, deliveries, surveys, a restart."""
        self.walk.now += timedelta(minutes=self.random.choice((1, 30, 60 * 30)))
        async with self.walk.database.sessions() as session:
            await open_due(session, now=self.walk.now)
            await session.commit()
        with structlog.testing.capture_logs() as lines:
            await self.walk.deliver()
        self.found.faults.extend(json.dumps(line, default=str) for line in lines if line["event"] in TROUBLE)
        if self.random.random() < 0.2:
            self.walk.restart()


async def fuzz(database: Database, *, count: int, seed: int) -> Found:
    """Feed ``count`` updates to a town's desk; every fault found is in the result."""
    walk = await street(database, capacity=3, money=10**8)
    async with database.sessions() as session:
        for _turn in range(2):
            await add_other_group(session, walk.town, ages=(5, 17), capacity=4)
        await session.commit()
    crowd = Crowd(walk, seed)
    before = await _count(database, Person)
    known = {PARENT, CLERK, CHIEF, CLUB}
    turns = 0
    while crowd.found.fed < count:
        await crowd.turn()
        turns += 1
        if turns % 50 == 0:
            await crowd.around()
    found = crowd.found
    found.faults += await unbalanced(database)
    kept, done = await _count(database, DoneUpdate), sum(found.outcomes[name] for name in KEPT)
    if kept != done:
        found.faults.append(f"{kept} updates written down, {done} were touches that held")
    if await _count(database, Person) != before + len(found.touchers - known):
        found.faults.append(f"{await _count(database, Person)} persons, but {len(found.touchers)} came")
    found.rows = await walk.rows()
    return found


async def _count(database: Database, model: type) -> int:
    async with database.reads() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def _main(count: int, seed: int, url: str | None) -> int:
    install(new_keyring())
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(url or f"sqlite:///{Path(folder) / 'fuzz.db'}")
        try:
            async with database.engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
            begun = perf_counter()
            found = await fuzz(database, count=count, seed=seed)
        finally:
            await database.dispose()
    print(json.dumps(found.as_dict() | {"faults": len(found.faults)}, ensure_ascii=False, indent=1))  # noqa: T201
    for fault in found.faults[:20]:
        print(fault)  # noqa: T201
    print(f"{found.fed} updates in {perf_counter() - begun:.0f} s, faults: {len(found.faults)}")  # noqa: T201
    return 1 if found.faults else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m tests.support.fuzz")
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", help="a URL; a SQLite file of its own otherwise")
    chosen = asked.parse_args()
    raise SystemExit(asyncio.run(_main(chosen.count, chosen.seed, chosen.database)))
