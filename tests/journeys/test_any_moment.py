"""Commands, restarts, other buttons in the middle of things; and a person who reads no Russian."""

import pytest
from sqlalchemy import select

from handlers.common import words
from services.core.db import Database
from services.feedback.actions import open_due
from services.programs.models import Edition
from tests.support.journey import CLERK, CLUB, PARENT, STRANGER, Street, street
from tests.support.ways import ANSWERS, code_in, to_code, to_decision, to_question, wrong

COMMANDS = ["/help", "/language", "/stop", "/territory", "/unknown", "/Help"]
LEAVING = ["/start", "/mine", "/cancel"]
LIVNY = ("администрация города Ливны",)
CATALOGUE = ("Робототехника: первые шаги", "Собираем и программируем простых роботов.", "Группа 1", "ул. Садовая, 1")
PEOPLE = ("Дом творчества «Высота»", "Л035-00000-99/00000001", "Лев", "робототехника", "ёж", "ежом")


@pytest.fixture
async def town(database: Database) -> Street:
    words.use("ru")
    return await street(database)


async def _signed(town: Street) -> bool:
    return (await town.rows())["signatures"] == 2


async def test_a_command_in_a_form_keeps_the_question_open(town: Street) -> None:
    await to_question(town, "representative:full_name")
    for command, (asked, answer) in zip(COMMANDS, [*ANSWERS.items(), ("", "")], strict=True):
        before = await town.rows()
        assert (await town.text(STRANGER, command)).buttons
        assert await town.rows() | {"opt_outs": 0} == before | {"opt_outs": 0}, "only /stop may write, and only that"
        if asked:
            assert f"famwait:{asked}" not in str((await town.text(STRANGER, answer)).buttons)
    shown = await town.text(STRANGER, "нет особой")
    assert shown.data("certfor")


@pytest.mark.parametrize("command", LEAVING)
async def test_a_form_that_was_left_is_resumed_where_it_stopped(town: Street, command: str) -> None:
    await to_question(town, "child:birth_date")
    await town.text(STRANGER, command)
    search = await town.text(STRANGER, "14.05.2018")
    assert search.data("prg"), "out of a form any text is a search"
    await town.text(STRANGER, "/start")
    await town.press(STRANGER, "famkids")
    await town.press(STRANGER, "famadd")
    shown = await town.press(STRANGER, "famgo")
    assert shown.data("famwait:child:birth_date")


async def test_a_command_keeps_the_code_awaited(town: Street) -> None:
    code = await to_code(town)
    for command in COMMANDS:
        assert (await town.text(PARENT, command)).buttons
    await town.text(PARENT, code)
    assert await _signed(town)


@pytest.mark.parametrize("command", LEAVING)
async def test_a_code_that_was_left_is_found_again(town: Street, command: str) -> None:
    code = await to_code(town)
    await town.text(PARENT, command)
    before = await town.rows()
    assert (await town.text(PARENT, code)).data("prg")
    assert await town.rows() == before
    await town.text(PARENT, "/mine")
    for piece in ("certcase", "ctread"):
        await town.press(PARENT, piece)
    again = await town.press(PARENT, "ctcode")
    await town.text(PARENT, code_in(again.text))
    assert await _signed(town)


@pytest.mark.parametrize("piece", ["home", "prglist", "famkids", "certto", "prgcard"])
async def test_a_button_of_something_else_leaves_the_form(town: Street, piece: str) -> None:
    await to_question(town, "child:full_name")
    data = {"famkids": "famkids:0", "home": "home", "prglist": "prglist:::0"}.get(
        piece, f"{piece}:{town.town.group_id}"
    )
    await town.forge(STRANGER, data + {"certto": ":0", "prgcard": ":::0"}.get(piece, ""))
    before = await town.rows()
    assert (await town.text(STRANGER, "робототехника")).data("prgcard")
    assert await town.rows() == before


async def test_children_in_the_middle_of_a_form_then_words_are_a_search(town: Street) -> None:
    await to_question(town, "child:full_name")
    await town.press(STRANGER, "home")
    await town.press(STRANGER, "famkids")
    assert (await town.text(STRANGER, "робототехника")).data("prgcard")


async def test_a_restart_in_the_middle_of_a_form(town: Street) -> None:
    await to_question(town, "child:birth_date")
    town.restart()
    shown = await town.text(STRANGER, ANSWERS["child:birth_date"])
    assert shown.data("famwait:child:snils")
    town.restart()
    await town.text(STRANGER, ANSWERS["child:snils"])
    town.restart()
    shown = await town.press(STRANGER, "fampick:child:category:0")
    assert shown.data("certfor")


async def test_a_restart_while_a_code_is_awaited(town: Street) -> None:
    code = await to_code(town)
    town.restart()
    await town.text(PARENT, wrong(code))
    town.restart()
    await town.text(PARENT, code)
    assert await _signed(town)


async def test_a_notice_in_the_middle_of_a_form_moves_the_form_below_it(town: Street) -> None:
    await to_decision(town)
    for piece in ("home", "famkids", "famadd"):
        await town.press(PARENT, piece, at=town.old(PARENT, piece))
    await town.press(CLERK, "certyes")
    await town.deliver()
    shown = await town.text(PARENT, ANSWERS["child:full_name"])
    assert shown.data("famwait:child:birth_date")
    shown = await town.text(PARENT, ANSWERS["child:birth_date"])
    assert shown.data("famwait:child:snils")


async def test_surveys_stop_with_stop(town: Street) -> None:
    await town.text(PARENT, await to_code(town))
    await town.text(PARENT, "/stop")
    town.later(days=45)
    async with town.database.sessions() as session:
        await open_due(session, now=town.now)
        await session.commit()
    assert [person for person, _text in await town.deliver() if person == PARENT] == []


async def _all_data_words(database: Database) -> tuple[str, ...]:
    async with database.reads() as session:
        titles = await session.scalars(select(Edition.title))
        return (*LIVNY, *CATALOGUE, *PEOPLE, *titles)


async def test_english_from_the_first_screen_to_the_survey(town: Street) -> None:
    words.use("en")
    town.language[STRANGER] = "en"
    town.data_words = await _all_data_words(town.database)
    await to_question(town, "child:category")
    for piece in ("fampick:child:category:1", "famno", "certfor", "certsend", "certcase", "certback:", "certcase"):
        await town.press(STRANGER, piece)
    await town.deliver()
    for person, piece in ((CLERK, "certdo"), (CLERK, "certyes")):
        await town.press(person, piece)
    await town.deliver()
    await town.press(CLUB, "ctpok")
    await town.deliver()
    for piece in ("ctread", "cttext", "ctcode"):
        await town.press(STRANGER, piece)
    code = code_in(town.seen(STRANGER).text)
    for piece in ("cthelp", "ctread"):
        await town.press(STRANGER, piece)
    for typed in ("ёж", wrong(code), code, "ёж с ежом", *COMMANDS, *LEAVING):
        await town.text(STRANGER, typed)
    await town.sticker(STRANGER)
    await town.forge(STRANGER, "wanted:0")
    await town.forge(STRANGER, "wanted:surveys:1")
    town.later(days=45)
    async with town.database.sessions() as session:
        await open_due(session, now=town.now)
        await session.commit()
    told = dict(await town.deliver())
    assert "lesson" in told[STRANGER]
    for _question in range(9):
        await town.press(STRANGER, "fbans")
    await town.press(STRANGER, "fbask")
    for piece in ("home", "famkids", "famlaw", "famkids", "famadd"):
        await town.press(STRANGER, piece)


async def test_english_refusals(town: Street) -> None:
    town.language[STRANGER] = "en"
    town.data_words = await _all_data_words(town.database)
    await to_question(town, "representative:full_name")
    for asked, answer in ANSWERS.items():
        await town.text(STRANGER, "x")
        await town.sticker(STRANGER)
        await town.text(STRANGER, answer)
        assert asked
    await town.text(STRANGER, "x")
    for data in (
        "certcase:9",
        "ctread:9",
        "terr:99",
        "certdo:1",
        "gone",
        "certsend:1:1",
        "famyes:x:y:1",
        "fbans:1:1:5",
    ):
        await town.forge(STRANGER, data)
    for link in ("t_x", "i_x", "p_9", "zzz"):
        await town.text(STRANGER, f"/start {link}")
