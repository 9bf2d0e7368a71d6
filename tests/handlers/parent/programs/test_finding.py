"""Press this, read that: conditions of a search, filters, near me, order, and what an empty list says."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, Location, ReplyKeyboardMarkup, ReplyKeyboardRemove
from sqlalchemy import select, text, update

from bot.demo.catalogue import put_catalogue
from bot.tables import Dialogue
from handlers.common.keyboards import Home
from handlers.common.start.keyboards import ChooseTerritory
from handlers.parent.programs.asked import KEPT
from handlers.parent.programs.find_buttons import ForChild, NearBy, OfProvider
from handlers.parent.programs.keyboards import Find, Results
from services.core.clock import system_clock
from services.core.db import Database
from services.core.models import Person
from services.families.models import Child
from services.programs.models import Edition
from services.territories.actions import load_shipped
from services.territories.queries import territory_by_slug
from tests.support.bot import FedDesk, answered, texts

ANNA, BORIS = 601, 602
LIVNY = (52.425, 37.608)
DEGREE = 111.195
"""Kilometres."""
once = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
"""Where only the dialogue matters: what both engines find alike is asked by the others, and by the service's tests."""


class Chat:
    """A person and the buttons of the last screen."""

    def __init__(self, desk: FedDesk, person: int) -> None:
        self.desk, self.person = desk, person
        self.buttons: dict[str, str] = {}
        self.text = ""

    def _seen(self, calls: list[TelegramMethod[Any]]) -> "Chat":
        assert calls
        self.text = texts(calls)[-1] if texts(calls) else ""
        for call in calls:
            markup = getattr(call, "reply_markup", None)
            if isinstance(markup, InlineKeyboardMarkup):
                assert len(markup.inline_keyboard) <= 8
                self.buttons = {one.text: one.callback_data or "" for row in markup.inline_keyboard for one in row}
        assert len(self.text) <= 1000
        return self

    async def say(self, words: str) -> "Chat":
        return self._seen(await self.desk.text(self.person, words))

    async def press(self, what: str) -> "Chat":
        """By a piece of the button's words, by its prefix, or the data as it is."""
        found = [data for words, data in self.buttons.items() if what in words or data.split(":")[0] == what]
        calls = await self.desk.press(self.person, found[0] if found else what)
        assert answered(calls)
        return self._seen(calls)

    @property
    def chips(self) -> list[str]:
        return [words for words in self.buttons if words[0] in "✕↩"]

    @property
    def titles(self) -> list[str]:
        return re.findall(r"<b>\d\. (.*?)</b>", self.text)


@pytest.fixture
async def place_id(database: Database) -> int:
    """Ливны with the demo's catalogue, whose programs stand one after another, a kilometre apart, to the north."""
    now = system_clock()
    async with database.sessions() as session:
        await load_shipped(session, now=now)
        place = await territory_by_slug(session, "livny")
        await put_catalogue(session, territories={"livny": place.id}, today=now.date())
        for number, edition_id in enumerate(await session.scalars(select(Edition.id).order_by(Edition.id))):
            await session.execute(
                update(Edition)
                .where(Edition.id == edition_id)
                .values(latitude=LIVNY[0] + number / DEGREE, longitude=LIVNY[1], address=f"ул. Садовая, {number + 1}")
            )
        await session.commit()
    return place.id


@pytest.fixture
async def chat(database: Database, place_id: int) -> Chat:
    chat = Chat(FedDesk(database), ANNA)
    await chat.say("/start")
    return await chat.press(ChooseTerritory(territory_id=place_id).pack())


async def _child(database: Database, years: int) -> int:
    """A child of the only person that there is, so many years and a month old."""
    async with database.sessions() as session:
        parent = (await session.scalars(select(Person.id))).one()
        today = system_clock().date()
        child = Child(
            parent_id=parent,
            full_name="Иванов Лев Петрович",
            birth_date=(date(today.year - years, today.month, 1) - timedelta(days=20)).isoformat(),
            snils="11223344595",
            snils_index="0",
            category="none",
            created_at=system_clock(),
        )
        session.add(child)
        await session.commit()
        return child.id


# chips


@once
async def test_a_saturday_robotics_class_in_one_sentence_or_three_taps(chat: Chat) -> None:
    await chat.say("работотехника для 8 лет по субботам")
    assert chat.titles == ["Робототехника: от колеса до манипулятора"]
    assert "работотехника" in chat.text
    assert chat.chips == ["✕ робототехника", "✕ 8 лет", "✕ сб"]
    await chat.press(Find().pack())
    await chat.press("Техническая")
    assert "Робототехника: от колеса до манипулятора" in chat.titles
    assert (await chat.press("prgcard")).buttons


@once
async def test_a_chip_takes_its_condition_away_and_no_other(chat: Chat) -> None:
    await chat.say("робототехника для 8 лет по субботам")
    first = dict(chat.buttons)
    await chat.press("✕ сб")
    assert chat.chips == ["✕ робототехника", "✕ 8 лет"]
    await chat.press(first["✕ сб"])
    assert chat.chips == ["✕ робототехника", "✕ 8 лет"]
    await chat.press("✕ 8 лет")
    await chat.press("✕ робототехника")
    assert chat.chips == []
    assert len(chat.titles) == 6


async def test_what_was_given_up_can_be_asked_for_again(chat: Chat) -> None:
    await chat.say("шахматы по воскресеньям")
    assert chat.titles == ["Шашки и шахматы"]
    assert chat.chips == ["✕ шахматы", "↩ вс"]
    await chat.press("↩ вс")
    assert chat.titles == []
    offers = [words for words in chat.buttons if "·" in words]
    assert [int(words.rsplit("· ", 1)[1]) for words in offers] == [2, 1]
    await chat.press(offers[1])
    assert chat.titles == ["Шашки и шахматы"]
    assert chat.chips == ["✕ шахматы"]


@once
async def test_many_conditions_stand_behind_more(chat: Chat) -> None:
    await chat.say("робототехника для 8 лет по субботам после 9:00 бесплатно не футбол базовый уровень")
    assert len(chat.chips) == 3
    await chat.press("prgchip")
    assert len(chat.chips) == 7
    await chat.press("футбол")
    assert chat.titles


@once
async def test_two_lists_do_not_meddle(chat: Chat) -> None:
    await chat.say("шахматы")
    older = dict(chat.buttons)
    await chat.say("робототехника")
    await chat.press(older["✕ шахматы"])
    assert len(chat.titles) == 6
    await chat.say("робототехника")
    assert "✕ робототехника" in chat.chips


@once
async def test_an_old_list_whose_search_is_forgotten_says_so_kindly(chat: Chat) -> None:
    await chat.say("шахматы для 8 лет по субботам и воскресеньям утром бесплатно")
    old = dict(chat.buttons)
    for number in range(KEPT):
        await chat.say(f"робототехника {number + 5} лет")
    for prefix in ("prgless", "prgfilt", "prgsort", "prgchip", "prgcard"):
        data = next((one for one in old.values() if one.split(":")[0] == prefix), "")
        assert data, prefix
        if prefix == "prgcard":
            await chat.press(data)
            data = next(one for one in chat.buttons.values() if one.startswith("prglist"))
        await chat.press(data)
        assert Find().pack() in chat.buttons.values() or any("tech" in one for one in chat.buttons.values())
        assert not chat.titles
    for data in (f"{name}:deadbeef{rest}" for name, rest in (("prgall", ""), ("prgzero", ""), ("prgloc", ""))):
        assert not (await chat.press(data)).titles
    for data in ("prgset:deadbeef:seats:1", "prgpick:deadbeef:days:0", "prgkm:deadbeef:3", "prgat:deadbeef:0"):
        assert not (await chat.press(data)).titles


# filters


async def test_filters_count_and_narrow(chat: Chat) -> None:
    await chat.press(Results().pack())
    await chat.press("prgfilt")
    (everything,) = [words for words in chat.buttons if words.startswith("✅")]
    total = int(everything.rsplit(" ", 1)[1])
    await chat.press("🎯")
    counted = {words.split(" · ")[0]: int(words.split(" · ")[1]) for words in chat.buttons if " · " in words}
    assert len(counted) == 6
    assert sum(counted.values()) == total
    await chat.press("Техническая ·")
    (shown,) = [words for words in chat.buttons if words.startswith("✅")]
    assert int(shown.rsplit(" ", 1)[1]) == counted["Техническая"]
    await chat.press("🎯")
    assert {words for words in chat.buttons if " · " in words} == {f"{name} · {many}" for name, many in counted.items()}
    await chat.press("prgfilt")
    await chat.press("✅")
    assert len(chat.titles) == min(6, counted["Техническая"])
    assert chat.chips == ["✕ Техническая"]


@once
async def test_days_are_ticked_one_by_one_and_a_double_tap_changes_nothing(chat: Chat) -> None:
    await chat.say("кружок для 9 лет")
    await chat.press("prgfilt")
    await chat.press("🗓")
    saturday = next(data for words, data in chat.buttons.items() if "☐ сб" in words)
    for _tap in range(2):
        await chat.press(saturday)
        assert [words.split(" ·")[0] for words in chat.buttons if "☑" in words] == ["☑ сб"]
    await chat.press("☐ вс")
    assert len([words for words in chat.buttons if "☑" in words]) == 2
    await chat.press("prgfilt")
    await chat.press("✅")
    assert "✕ сб, вс" in chat.chips
    await chat.press("✕ сб, вс")
    assert chat.chips == ["✕ 9 лет"]


@once
async def test_seats_money_hours_and_needs(chat: Chat) -> None:
    await chat.press(Results().pack())
    await chat.press("prgfilt")
    await chat.press("☐")
    assert [words for words in chat.buttons if "☑" in words]
    await chat.press("💰")
    await chat.press("30\u00a0000")
    await chat.press("🕐")
    await chat.press("15:00")
    await chat.press("✅")
    assert len(chat.chips) == 3
    assert chat.titles
    assert "мест нет" not in chat.text
    await chat.press("prgfilt")
    await chat.press("♿")
    await chat.press("›")
    assert len([data for data in chat.buttons.values() if ":ovz:" in data]) >= 5
    await chat.press("prgfilt")
    await chat.press("prgzero")
    await chat.press("✅")
    assert chat.chips == []


@once
async def test_ones_own_child_by_name_or_by_number(database: Database, chat: Chat, place_id: int) -> None:
    child = await _child(database, 8)
    await chat.press(Find().pack())
    assert any("Лев" in words for words in chat.buttons)
    await chat.press(ForChild(child_id=child).pack())
    assert chat.chips == ["✕ Лев, 8 лет"]
    assert chat.titles
    spans = re.findall(r"(\d+)(?:–(\d+))? (?:лет|год)", chat.text)
    assert all(int(first) <= 9 and int(last or first) >= 8 for first, last in spans)
    await chat.press("prgfilt")
    await chat.press("👧")
    await chat.press("9–10")
    await chat.press("✅")
    assert chat.chips == ["✕ 9–10 лет"]
    other = Chat(chat.desk, BORIS)
    await other.say("/start")
    await other.press(ChooseTerritory(territory_id=place_id).pack())
    foreign, missing = [(await other.press(ForChild(child_id=one).pack())).text for one in (child, 404)]
    assert foreign == missing
    await other.say("шахматы")
    key = next(data for data in other.buttons.values() if data.startswith("prgfilt")).split(":")[1]
    assert (await other.press(f"prgset:{key}:child:{child}")).text == missing


@once
async def test_other_programs_of_the_organiser(chat: Chat) -> None:
    await chat.say("шахматы")
    await chat.press("prgcard")
    await chat.press("prgmore")
    await chat.press("prgsame")
    assert "Шашки и шахматы" in chat.titles
    assert len(chat.titles) > 1
    assert len(chat.chips) == 1
    assert not (await chat.press(OfProvider(group_id=404).pack())).titles


@once
async def test_where_filters_leave_nothing_the_list_says_what_to_drop(chat: Chat) -> None:
    await chat.say("шахматы")
    await chat.press("prgfilt")
    await chat.press("🎯")
    await chat.press("Художественная")
    assert any(words.startswith("✅") and words.endswith(" 0") for words in chat.buttons)
    await chat.press("✅")
    offers = [words for words in chat.buttons if "“" in words or "«" in words]
    assert offers
    assert all(int(words.rsplit("· ", 1)[1]) > 0 for words in offers)
    await chat.press(next(words for words in offers if "Художественная" in words))
    assert chat.titles == ["Шашки и шахматы"]


# near me


def _keyboards(calls: list[TelegramMethod[Any]], kind: type) -> list[object]:
    return [call for call in calls if isinstance(getattr(call, "reply_markup", None), kind)]


async def _share(chat: Chat, lat: float, lon: float) -> list[TelegramMethod[Any]]:
    update_ = chat.desk.message_update(ANNA, location=Location(latitude=lat, longitude=lon))
    calls = await chat.desk.feed(update_)
    chat._seen(calls)
    return calls


async def _data(database: Database, desk: FedDesk) -> str:
    """All dialogues as the desk itself reads them."""
    async with database.reads() as session:
        return "\n".join(await session.scalars(select(Dialogue.data)))


async def test_around_the_place_that_the_client_sends(database: Database, chat: Chat) -> None:
    await chat.press(Find().pack())
    await chat.press(NearBy().pack())
    calls = await chat.desk.press(ANNA, next(one for one in chat.buttons.values() if one.startswith("prgloc")))
    assert _keyboards(calls, ReplyKeyboardMarkup)
    calls = await _share(chat, *LIVNY)
    (gone,) = _keyboards(calls, ReplyKeyboardRemove)
    assert isinstance(gone, SendMessage)
    kilometres = [float(one) for one in re.findall(r"([\d.]+) (?:км|km)", chat.text)]
    assert len(kilometres) == len(chat.titles) >= 3
    assert kilometres == sorted(kilometres)
    assert max(kilometres) <= 3
    await chat.press("✕")
    assert len(chat.titles) == 6
    assert "км" not in chat.text


@once
async def test_where_one_is_is_kept_rounded_hidden_and_only_for_this_search(database: Database, chat: Chat) -> None:
    async def locate() -> None:
        await chat.press(Find().pack())
        await chat.press(NearBy().pack())
        await chat.press("prgloc")
        await _share(chat, 52.4254321, 37.6081234)

    for leave in (Home().pack(), Find().pack(), "шахматы", "/start"):
        await locate()
        kept = await _data(database, chat.desk)
        assert "52.425" in kept
        assert "52.4254" not in kept
        async with database.reads() as session:
            raw = "\n".join(map(str, (await session.execute(text("SELECT data FROM dialogues"))).scalars()))
        assert "52.425" not in raw
        older = dict(chat.buttons)
        await (chat.say(leave) if leave in {"шахматы", "/start"} else chat.press(leave))
        assert "52.425" not in await _data(database, chat.desk), leave
    await chat.press(next(data for data in older.values() if data.startswith("prgsort")))
    assert not any("52.4" in data for data in older.values())


@once
async def test_a_list_whose_point_is_forgotten_goes_on_without_it(chat: Chat) -> None:
    await chat.press(NearBy().pack())
    await chat.press("prgloc")
    await _share(chat, *LIVNY)
    older = next(data for data in chat.buttons.values() if data.startswith("prgcard")).split(":")[2]
    await chat.press(Home().pack())
    await chat.press(Results(query=older).pack())
    assert len(chat.titles) == 6
    assert not re.search(r"\d км", chat.text)


async def test_a_settlement_a_street_and_how_far(database: Database, chat: Chat) -> None:
    await chat.say("для 9 лет рядом")
    assert NearBy.__prefix__ in next(data for words, data in chat.buttons.items() if "📍" in words)
    await chat.press("📍")
    await chat.press("1 ")
    await chat.press("Ливны")
    near = list(chat.titles)
    await chat.press("prgfilt")
    await chat.press("prgnear")
    await chat.press("30 ")
    assert set(chat.titles) > set(near) or len(chat.titles) == 6
    await chat.press("prgfilt")
    await chat.press("prgnear")
    assert not (await chat.say("улица Несуществующая")).titles
    await chat.say("на Садовой, 5")
    assert chat.titles
    assert "садовой" in await _spoken(chat)
    assert "садов" not in (await _data(database, chat.desk)).lower()
    await chat.press("prgfilt")
    await chat.press("prgnear")
    await chat.press(next(data for data in chat.buttons.values() if data.startswith("prgat") and data.endswith(":-1")))
    assert not re.search(r"\d км", chat.text)


async def _spoken(chat: Chat) -> str:
    return "\n".join(call.text for call in chat.desk.session.calls if isinstance(call, SendMessage)).lower()


@once
async def test_a_location_without_a_question_still_chooses_the_territory(chat: Chat) -> None:
    calls = await _share(chat, *LIVNY)
    assert any(data.startswith("prgfind") for data in chat.buttons.values())
    assert calls


@once
async def test_a_press_elsewhere_leaves_the_question_of_the_place(chat: Chat) -> None:
    await chat.press(NearBy().pack())
    await chat.press(Results().pack())
    await chat.say("шахматы")
    assert chat.titles == ["Шашки и шахматы"]


# order


async def test_orders(chat: Chat) -> None:
    await chat.press(Results().pack())
    await chat.press("prgsort")
    soonest = next(data for data in chat.buttons.values() if data.endswith(":start"))
    await chat.press(soonest)
    first = list(chat.titles)
    await chat.press("›")
    assert set(chat.titles).isdisjoint(first)
    await chat.press("prgsort")
    await chat.press("prgnear")
    await chat.press("Ливны")
    kilometres = [float(one) for one in re.findall(r"([\d.]+) (?:км|km)", chat.text)]
    assert kilometres == sorted(kilometres)


@once
async def test_forged_conditions_are_no_defects(chat: Chat) -> None:
    await chat.say("шахматы")
    key = next(data for data in chat.buttons.values() if data.startswith("prgfilt")).split(":")[1]
    for data in (
        *(
            f"prgset:{key}:{what}:{value}"
            for what in ("days", "age", "x", "child", "total")
            for value in ("x", "-1", "²")
        ),
        *(f"prgpick:{key}:{what}:99" for what in ("age", "x", "ovz")),
        *(f"prgat:{key}:999", f"prgkm:{key}:5000", f"prgsort:{key}::x", f"prgless:{key}:x", f"prgchip:{key}:99"),
    ):
        assert (await chat.press(data)).buttons


@once
async def test_without_a_territory_it_is_asked_for_first(database: Database, place_id: int) -> None:
    newcomer = Chat(FedDesk(database), 603)
    for data in ("prgfilt::", "prgnear::0", "prgsort:::start", "prglist:::0"):
        await newcomer.press(data)
        assert ChooseTerritory(territory_id=place_id).pack() in newcomer.buttons.values()
