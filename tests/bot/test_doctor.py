"""``kruzhok doctor``: each part that is broken is named with what to do, and no secret is shown."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramServerError
from aiogram.methods import GetMe
from aiohttp import web

from bot.cli.db import upgrade
from bot.cli.doctor import doctor
from bot.cli.main import main
from bot.session import Line, NotTelegram
from bot.settings import Settings, SettingsBroken, load_settings
from handlers.common import words
from services.core.crypto import install, keyring, new_keyring, write_keyring

Ask = Callable[..., Awaitable[tuple[int, str]]]
TOKEN = "42:AAsecretsecretsecret"
HTML = "<html><body>It works!\n</body></html>"


@asynccontextmanager
async def _server(answer: web.Response | dict[str, object]) -> AsyncIterator[str]:
    """Something that answers every call in the same way."""

    async def handle(_request: web.Request) -> web.Response:
        if isinstance(answer, dict):
            return web.json_response(answer)
        return web.Response(text=answer.text, status=answer.status, content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _process(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """``kruzhok run`` as it is started for real."""
    known = {"PATH": "/usr/bin:/bin", "LANG": "en_US.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env=known | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


ME = {"ok": True, "result": {"id": 42, "is_bot": True, "first_name": "K", "username": "kruzhok_bot"}}


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder and an environment of its own, English words, and the suite's keys put back."""
    own = keyring()
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    words.use("en")
    yield
    install(own)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The doctor's exit code and report, beside a server that gives this answer."""

    async def asked(answer: web.Response | dict[str, object] = ME, **environment: str) -> tuple[int, str]:
        async with _server(answer) as url:
            for name, value in {"TELEGRAM_API_URL": url, **environment}.items():
                monkeypatch.setenv(name, value)
            code = await doctor(Namespace())
        told = capsys.readouterr()
        assert TOKEN not in told.out + told.err
        return code, told.out

    return asked


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """The current folder, with a database of this version and its keys."""
    await upgrade(Namespace())
    return tmp_path


def _mends(told: str) -> list[str]:
    return [line for line in told.splitlines() if line.startswith("mend")]


async def test_a_desk_in_order(ask: Ask, folder: Path) -> None:
    code, told = await ask(TRIAL_CHAT_FORMS="1")
    assert (code, _mends(told)) == (0, [])
    assert "@kruzhok_bot answers" in told
    assert "41-FZ, article 15" in told
    assert "invented people" in told
    assert {line.split()[0] for line in told.splitlines()} == {"ok", "note"}


@pytest.mark.usefixtures("folder")
async def test_who_runs_the_desk_is_asked_and_told(ask: Ask) -> None:
    for given, verdict, told in (
        ({}, "note", "who runs this desk?"),
        ({"PUBLIC_URL": "https://desk.example"}, "mend", "who runs this desk?"),
        ({"OPERATOR_KIND": "other"}, "ok", "other: the chat holds the whole dialogue"),
        ({"OPERATOR_KIND": "body"}, "ok", "body: the chat shows the catalogue"),
        ({"OPERATOR_KIND": "institution"}, "ok", "institution: the chat shows the catalogue"),
        ({"CHANNEL_MODE": "full"}, "mend", "operator confirm"),
    ):
        _code, said = await ask(**given)
        (line,) = [line for line in said.splitlines() if " operator" in line[:14]]
        assert line.startswith(verdict), line
        assert told in line


async def test_a_first_day_says_what_to_run_and_leaves_no_traces(ask: Ask, tmp_path: Path) -> None:
    code, told = await ask()
    assert code == 1
    assert [line.count("kruzhok db upgrade") for line in _mends(told)] == [1, 1]
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_a_web_page_instead_of_telegram(ask: Ask, folder: Path) -> None:
    code, told = await ask(web.Response(text=HTML))
    assert code == 1
    assert len(_mends(told)) == 1
    assert "web page answers at TELEGRAM_API_URL" in _mends(told)[0]


async def test_other_troubles_of_the_line(ask: Ask, folder: Path) -> None:
    unknown: dict[str, object] = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    code, told = await ask(unknown, TELEGRAM_API_URL="http://127.0.0.1:9")
    assert code == 1
    assert "cannot be reached" in _mends(told)[0]
    assert "BOT_TOKEN" in _mends((await ask(BOT_TOKEN=""))[1])[0]


async def test_keys_missing_foreign_and_open_to_others(ask: Ask, folder: Path) -> None:
    key = folder / "kruzhok.key"
    key.chmod(0o644)
    assert "chmod 600" in _mends((await ask())[1])[0]
    key.chmod(0o600)
    own = keyring()
    try:
        install(new_keyring())
        sealed = keyring().seal("501", "doors.address")
    finally:
        install(own)
    with sqlite3.connect(folder / "kruzhok.db") as database:
        database.execute("INSERT INTO persons (id, locale, created_at) VALUES (1, 'ru', '2026-09-01 00:00:00')")
        row = (1, 1, "telegram", "x", sealed)
        database.execute("INSERT INTO doors (id, person_id, channel, address_index, address) VALUES (?,?,?,?,?)", row)
    database.close()
    assert "does not fit this database" in _mends((await ask())[1])[0]
    key.write_bytes(b"\xff\xfe")
    assert "does not fit this database" in _mends((await ask())[1])[0]
    key.unlink()
    assert "is missing" in _mends((await ask())[1])[0]
    write_keyring(new_keyring(), key)


async def test_an_older_and_an_unreachable_database(ask: Ask, folder: Path) -> None:
    with sqlite3.connect(folder / "kruzhok.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    assert "kruzhok db upgrade" in _mends((await ask())[1])[0]
    code, told = await ask(DATABASE_URL="postgresql://desk:secret@127.0.0.1:9/desk")
    assert code == 1
    assert "cannot be reached" in _mends(told)[0]
    assert "secret@" not in told


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"BOT_TOKEN\n", b"A=42:x\nhello there\n", b"A=\0\n"])
async def test_a_corrupt_env_file_is_one_line(ask: Ask, tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    code, told = await ask()
    assert code == 1
    assert told.count("\n") == 1
    assert ".env" in told
    assert "hello" not in told


@pytest.mark.parametrize("content", ["", "# a word\n\nBOT_TOKEN=42:x\n", 'export BOT_TOKEN="42:x"\nLOG_LEVEL=\n'])
def test_a_good_env_file_is_read(tmp_path: Path, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOT_TOKEN")
    (tmp_path / ".env").write_text(content, encoding="utf-8")
    assert load_settings().bot_token.get_secret_value() == ("42:x" if content else "")


def test_a_folder_named_env_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(SettingsBroken, match=r"\.env cannot be read"):
        load_settings()


async def test_run_against_a_web_page_is_one_line(tmp_path: Path) -> None:
    async with _server(web.Response(text=HTML, status=502)) as url:
        done = await asyncio.to_thread(_process, tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "web page answers at TELEGRAM_API_URL" in done.stderr
    assert TOKEN not in done.stderr


def test_every_command_refuses_a_corrupt_env_file_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    (tmp_path / ".env").write_bytes(b"BOT_TOKEN=42:x\nhello there\n")
    assert main(["run"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "нельзя использовать" in told or ".env, line 2" in told


async def test_a_proxys_page_is_an_outage_and_an_odd_answer_is_not() -> None:
    line, bot = Line(), Bot("42:x")
    try:
        with pytest.raises(NotTelegram) as page:
            line.check_response(bot, GetMe(), 502, HTML)
        assert isinstance(page.value, TelegramServerError)
        assert "It works" not in str(page.value)
        with pytest.raises(ClientDecodeError):
            line.check_response(bot, GetMe(), 200, '{"ok": true, "result": 7}')
    finally:
        await bot.session.close()
