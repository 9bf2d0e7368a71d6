"""Who runs the desk decides what the chat carries, and a word that allows more is kept with its author."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import desk_of
from bot.channel import ChannelRefused, look_again, public_info_only
from bot.cli.operator import confirm, show, withdraw
from bot.hushed import hushed, text_instead
from bot.settings import Settings
from handlers.common.context import Desk
from handlers.common.pages.public import OPEN_NOTICES, page_for
from services.access.actions import confirm_operator, withdraw_confirmation
from services.access.models import Confirmation, TextMessage
from services.core.crypto import install, keyring
from services.core.db import Database
from services.notices.actions import Claimed
from tests.support.bot import FedDesk, texts
from tests.support.factories.certificates import NOW
from tests.support.factories.families import add_parent, add_person

URL = "https://desk.example"


def _settings(kind: str | None, mode: str | None, url: str | None = URL) -> Settings:
    return Settings(_env_file=None, operator_kind=kind, channel_mode=mode, public_url=url)  # type: ignore[call-arg,arg-type]


@pytest.mark.parametrize(
    ("kind", "mode", "url", "public"),
    [
        ("other", None, URL, False),
        ("other", "public_info", URL, True),
        ("body", None, URL, True),
        ("institution", None, URL, True),
        ("body", None, None, True),
        (None, None, URL, True),
        (None, None, None, False),
        (None, "full", None, False),
    ],
)
async def test_the_mode_follows_from_who_runs_the_desk(
    database: Database, kind: str | None, mode: str | None, url: str | None, public: bool
) -> None:
    assert await public_info_only(_settings(kind, mode, url), database) is public


async def test_the_full_mode_of_a_body_needs_a_word_that_holds(database: Database) -> None:
    for settings in (_settings("body", "full"), _settings("institution", "full"), _settings(None, "full")):
        with pytest.raises(ChannelRefused):
            await public_info_only(settings, database)
    async with database.sessions() as session:
        await confirm_operator(session, kind="body", who="Глава", ground="Письмо № 7", now=NOW)
        await session.commit()
    assert await public_info_only(_settings("body", "full"), database) is False
    with pytest.raises(ChannelRefused):
        await public_info_only(_settings("institution", "full"), database)
    async with database.sessions() as session:
        assert await withdraw_confirmation(session, now=NOW)
        await session.commit()
    with pytest.raises(ChannelRefused):
        await public_info_only(_settings("body", "full"), database)
    async with database.reads() as session:
        (row,) = await session.scalars(select(Confirmation))
        assert (row.who, row.ground, row.at, row.withdrawn_at) == ("Глава", "Письмо № 7", NOW, NOW)


async def test_a_word_that_is_withdrawn_ends_the_full_mode_of_a_running_desk(database: Database) -> None:
    settings = _settings("body", "full", None)
    desk = desk_of(settings.model_copy(update={"trial_chat_forms": True}), "kruzhok_bot")
    fed = FedDesk(database, desk=desk)
    async with database.sessions() as session:
        await confirm_operator(session, kind="body", who="Глава", ground="Письмо № 7", now=NOW)
        await session.commit()
    await look_again(settings, database, desk)
    assert (desk.public_info, desk.trial_forms) == (False, True)
    assert "пока нельзя" not in texts(await fed.text(501, "/mine"))[-1]
    async with database.sessions() as session:
        await withdraw_confirmation(session, now=NOW)
        await session.commit()
    await look_again(settings, database, desk)
    assert (desk.public_info, desk.trial_forms) == (True, False)
    assert texts(await fed.text(501, "/mine"))[-1].startswith("Подать заявление в этом чате пока нельзя")


@pytest.fixture
def own_keys() -> Iterator[None]:
    """The suite's keys are put back: a command installs its own."""
    own = keyring()
    yield
    install(own)


@pytest.mark.usefixtures("own_keys")
async def test_the_command_keeps_who_when_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/d.db")
    monkeypatch.setenv("OPERATOR_KIND", "body")
    assert await confirm(Namespace(who="Начальник Пробный", ground="Письмо юриста № 7")) == 0
    assert await show(Namespace()) == 0
    assert "Начальник Пробный (body)" in capsys.readouterr().out
    assert b"\xd0\x9d\xd0\xb0\xd1\x87\xd0\xb0\xd0\xbb\xd1\x8c" not in (tmp_path / "d.db").read_bytes(), "kept encrypted"
    assert await withdraw(Namespace()) == 0


@pytest.mark.parametrize(
    ("data", "page"),
    [
        ("certto:12:0", "/my/children?group=12"),
        ("certfor:12:3", "/my/apply/12/3"),
        ("certcase:7", "/my/cases/7"),
        ("certback:7:1", "/my"),
        ("ctread:5", "/my/contracts/5"),
        ("ctpok:5", "/club/contracts/5"),
        ("certdo:7", "/staff/cases/7"),
        ("famadd:0", "/my/children?group=0"),
        ("fbans:1:2:3", "/my"),
        ("prgkid:3", "/my"),
        ("page:/my/children?group=12", "/my/children?group=12"),
        ("a new room's", "/my"),
        ("certcase:<b>", "/my"),
        ("prgcard:1:::0", None),
        ("terr:1", None),
        ("page:/staff", None),
        ("cmnew", None),
    ],
)
def test_all_but_the_catalogue_leads_to_a_page(data: str, page: str | None) -> None:
    assert page_for(data) == page


async def test_what_the_chat_may_not_say_is_said_once_by_text_without_a_word_about_whom(database: Database) -> None:
    public, full = Desk("kruzhok_bot", public_url=URL, public_info=True), Desk("kruzhok_bot", public_url=URL)
    async with database.sessions() as session:
        parent, nobody = await add_parent(session, phone="+79123456789"), await add_person(session)
        told = [(parent, "application_approved"), (parent, "contract_ready"), (nobody, "survey"), (parent, "seat_free")]
        claimed = [Claimed(at, one.person_id, kind, {}, 1) for at, (one, kind) in enumerate(told)]
        outcomes = [hushed(public, one) for one in claimed]
        assert [one is None for one in outcomes] == [False, False, False, True]
        assert not any(hushed(full, one) for one in claimed)
        sent = [one for one in outcomes if one is not None]
        for desk, many in ((Desk("kruzhok_bot", public_info=True), 0), (public, 1)):
            await text_instead(session, desk, claimed, sent, now=NOW)
            kept = list(await session.scalars(select(TextMessage)))
            assert len(kept) == many
        assert (kept[0].phone, kept[0].person_id) == ("+79123456789", parent.person_id)
        assert kept[0].words == f"По вашему делу есть новость. Прочитать: {URL}"


def test_no_notice_about_a_case_is_open() -> None:
    assert not {kind for kind in OPEN_NOTICES if kind.startswith(("application", "contract", "survey"))}
