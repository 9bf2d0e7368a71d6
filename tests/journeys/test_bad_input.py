"""What people type, and what they should not have: one clear answer each, nothing lost and nothing half-written."""

import pytest

from handlers.common.errors import sentence
from handlers.common.start import texts as start
from services.core.db import Database
from services.core.errors import Invalid, NotFound
from services.families.errors import ChildAlreadyAdded, OutOfAge
from services.staff.errors import InviteUnusable
from tests.support.journey import PARENT, STRANGER, Shown, Street, street
from tests.support.ways import ANSWERS, code_in, to_card, to_code, to_question, wrong

LONG = "робот " * 1700

QUESTIONS = [*ANSWERS, "child:category"]
WRONG_ANSWERS = [
    ("representative:full_name", "Вера", Invalid("full_name", "words")),
    ("representative:full_name", "Вера 2000 Игоревна", Invalid("full_name", "format")),
    ("representative:phone", "12345", Invalid("phone", "length")),
    ("representative:phone", "позвоните мне", Invalid("phone", "format")),
    ("child:full_name", "Лев", Invalid("full_name", "words")),
    ("child:birth_date", "31.02.2018", Invalid("birth_date", "date")),
    ("child:birth_date", "32.13.2018", Invalid("birth_date", "date")),
    ("child:birth_date", "29.02.2019", Invalid("birth_date", "date")),
    ("child:birth_date", "вчера", Invalid("birth_date", "format")),
    ("child:birth_date", "14.06.2030", Invalid("birth_date", "future")),
    ("child:birth_date", "08.09.2021", OutOfAge(4, 5, 18)),
    ("child:birth_date", "07.09.2007", OutOfAge(19, 5, 18)),
    ("child:snils", "112-233-445 96", Invalid("snils", "digits")),
    ("child:snils", "112-233", Invalid("snils", "length")),
    ("child:snils", "нет", Invalid("snils", "format")),
    ("child:category", "не знаю", Invalid("category", "choice")),
]


@pytest.fixture
async def town(database: Database) -> Street:
    return await street(database)


def _is_asked_still(shown: Shown, question: str) -> bool:
    """Whether the question stands on the screen: its own button «put off» names it."""
    return any(data.startswith(f"famwait:{question}:") for data in shown.buttons.values())


async def test_a_wrong_answer_is_explained_above_its_question(town: Street) -> None:
    await to_question(town, QUESTIONS[0])
    for asked in QUESTIONS:
        before = await town.rows()
        for question, typed, refused in WRONG_ANSWERS:
            if question == asked:
                shown = await town.text(STRANGER, typed)
                assert shown.text.startswith(f"{sentence(refused)}\n\n"), (typed, shown.text)
                assert _is_asked_still(shown, question), typed
        assert await town.rows() == before
        await town.text(STRANGER, ANSWERS.get(asked, "нет особой"))
    assert town.seen(STRANGER).data("certfor")


async def test_stickers_and_long_texts_leave_the_question(town: Street) -> None:
    await to_question(town, QUESTIONS[0])
    for question in QUESTIONS:
        before = await town.rows()
        for shown in (
            await town.sticker(STRANGER),
            await town.text(STRANGER, LONG[:10_000]),
            await town.text(STRANGER, "\u200b"),
            await town.text(STRANGER, "<b>{x}</b> & %s \u202e"),
        ):
            assert _is_asked_still(shown, question), shown.text
            assert not shown.text.startswith(("О вас", "О ребёнке")), "not a word of what was wrong"
        assert await town.rows() == before
        await town.text(STRANGER, ANSWERS.get(question, "нет особой"))
    assert town.seen(STRANGER).data("certfor")


async def test_the_answers_before_a_mistake_are_still_there(town: Street) -> None:
    await to_question(town, "child:snils")
    await town.text(STRANGER, "112-233-445 96")
    await town.text(STRANGER, "112-233-445 95")
    shown = await town.press(STRANGER, "fampick:child:category:0")
    assert "Лев" in shown.text
    assert (await town.rows())["children"] == 2


async def test_a_child_twice_is_said_at_its_number(town: Street) -> None:
    await to_question(town, "child:category")
    await town.press(STRANGER, "fampick:child:category:0")
    await town.press(STRANGER, "home")
    await town.press(STRANGER, "famkids")
    await town.press(STRANGER, "famadd")
    await town.text(STRANGER, "Образцов Лев")
    await town.text(STRANGER, "14.05.2018")
    shown = await town.text(STRANGER, "11223344595")
    assert shown.text.startswith(sentence(ChildAlreadyAdded()))
    assert _is_asked_still(shown, "child:snils")
    assert (await town.rows())["children"] == 2


async def test_any_text_in_the_menu_is_a_search(town: Street) -> None:
    await town.text(PARENT, "/start")
    before = await town.rows()
    for typed in (LONG[:10_000], "🤖🤖", "<b>&lt;</b>{0}%s", "' OR 1=1 --", "\u200b", "?" * 4000):
        shown = await town.text(PARENT, typed)
        assert any(data.startswith("prg") for data in shown.buttons.values()), typed
    assert await town.rows() == before


async def test_a_sticker_in_the_menu_is_answered_with_the_menu(town: Street) -> None:
    await town.text(PARENT, "/start")
    shown = await town.sticker(PARENT)
    assert shown.text == start.only_text()
    assert shown.data("prgfind")


async def test_what_is_not_a_code_costs_no_try(town: Street) -> None:
    code = await to_code(town)
    before = await town.rows()
    for shown in (
        await town.sticker(PARENT),
        await town.text(PARENT, LONG[:10_000]),
        await town.text(PARENT, "1234"),
        await town.text(PARENT, "рисование для 7 лет"),
    ):
        assert shown.text == sentence(Invalid("code", "format"))
        assert shown.data("ctcode")
    assert await town.rows() == before
    await town.text(PARENT, f" {code[:3]} {code[3:]} ")
    assert await _is_signed(town)


async def test_a_code_five_times_wrong_then_right(town: Street) -> None:
    code = await to_code(town)
    before = await town.rows()
    told = [(await town.text(PARENT, wrong(code))).text for _try in range(5)]
    assert len(set(told)) == 5
    assert (await town.text(PARENT, code)).text == told[-1]
    assert await town.rows() == before
    again = await town.press(PARENT, "ctcode")
    await town.text(PARENT, code_in(again.text))
    assert await _is_signed(town)


async def test_an_expired_code_asks_for_a_new_one(town: Street) -> None:
    code = await to_code(town)
    before = await town.rows()
    town.later(minutes=11)
    shown = await town.text(PARENT, code)
    assert await town.rows() == before
    await town.text(PARENT, code_in((await town.press(PARENT, "ctcode", at=shown)).text))
    assert await _is_signed(town)


async def test_a_sixth_code_in_an_hour_names_the_minutes(town: Street) -> None:
    code = await to_code(town)
    for _code in range(4):
        code = code_in((await town.press(PARENT, "ctcode")).text)
    before = await town.rows()
    shown = await town.press(PARENT, "ctcode")
    assert "60" in shown.text
    assert await town.rows() == before
    await town.text(PARENT, code)
    assert await _is_signed(town)


async def _is_signed(town: Street) -> bool:
    return (await town.rows())["signatures"] == 2


async def test_a_link_cut_in_half_is_explained(town: Street) -> None:
    known = (sentence(InviteUnusable()), sentence(NotFound("program")), start.link_broken(), start.territory_gone())
    for payload in ("i_", "i_short", "i", "p_", "p_x", "p_" + "9" * 20, "p_7", "t_", "t_atlantis", "x" * 64, "_"):
        shown = await town.text(STRANGER, f"/start {payload}")
        assert shown.text.startswith(known), (payload, shown.text)
    assert (await town.rows())["memberships"] == 3


async def test_an_unknown_territory_offers_the_known_ones(town: Street) -> None:
    shown = await town.text(STRANGER, "/start t_atlantis")
    assert "Ливны" in shown.buttons
    shown = await town.forge(STRANGER, "terr:999")
    assert shown.text == sentence(NotFound("territory"))
    await to_card(town, STRANGER)
