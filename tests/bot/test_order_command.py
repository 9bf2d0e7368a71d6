"""``kruzhok order``: deeds of money that have no screen, by their territory, act, days and person."""

import argparse
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cli import order
from bot.cli.main import parser
from bot.cli.refused import CommandRefused
from services.contracts import actions as contracts
from services.core.db import open_database
from services.orders.models import Agreement, Entry, FocusLimit, FundingRule, Kind
from services.orders.queries import audit
from services.providers.models import Provider
from tests.support.factories.certificates import NOW, add_application, add_town

DAYS = ("--from", "01.09.2026", "--to", "31.12.2026")
ACT = ("--act", "Постановление № 5 от 01.08.2026")


def _chosen(*words: str) -> argparse.Namespace:
    return parser().parse_args(["order", words[0], "livny", *words[1:]])


async def test_every_deed_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/k.db"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "k.key"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandRefused):  # (the database is made by it)
        await order.period(_chosen("period", *ACT, *DAYS, "--money", "10,005"))
    database = open_database(url)
    try:
        async with database.sessions() as session:
            town = await add_town(session)
            number = await add_application(session, town)
            contract = await contracts.approve(session, town.clerk, application_id=number, now=NOW)
            await contracts.agree_as_provider(session, town.club, contract_id=contract.id, now=NOW)
            code = (await contracts.ask_code(session, town.parent, contract_id=contract.id, now=NOW)).code
            await contracts.sign_as_parent(session, town.parent, contract_id=contract.id, code=code, now=NOW)
            inn = await session.scalar(select(Provider.inn).where(Provider.id == town.provider_id))
            await session.commit()
        by = ("--by", str(town.clerk.person_id))
        second = ("--second", str(town.second_clerk.person_id))
        await order.rule(_chosen("rule", *ACT, *DAYS, "--model", "account", "--nominal", "14 400"))
        await order.focus(_chosen("focus", *ACT, "--year", "2026", "--focus", "art", "--most", "none"))
        await order.agreement(_chosen("agreement", *DAYS, "--inn", str(inn), "--number", "7", "--money", "5"))
        paid = ("--case", str(number), "--hours", "8", "--act-line", "9-1", "--on", "08.09.2026")
        await order.pay(_chosen("pay", *paid, *by))
        for refused in (
            order.pay(_chosen("pay", *paid, "--by", str(town.parent.person_id))),
            order.pay(_chosen("pay", *paid[:-1], "06.09.2026", *by)),  # the certificate was not in force yet
            order.adjust(_chosen("adjust", "--account", "1", "--amount", "5", "--reason", "x", *by, "--second", by[1])),
            order.close(_chosen("close", "--year", "2999")),
        ):
            with pytest.raises(CommandRefused):
                await refused
        await order.unpay(_chosen("unpay", "--act-line", "9-1", "--reason", "не было занятия", *by))
        await order.adjust(_chosen("adjust", "--account", "1", "--amount", "500", "--reason", "сверка", *by, *second))
        async with database.reads() as session:
            tables = (FundingRule, FocusLimit, Agreement)
            assert [len((await session.scalars(select(table.id))).all()) for table in tables] == [1, 1, 1]
            moves = (await session.scalars(select(Entry.kind).order_by(Entry.seq))).all()
            assert moves[-3:] == [Kind.CONSUME, Kind.CONSUME, Kind.ADJUST]
            assert [fault async for fault in audit(session)] == []
    finally:
        await database.dispose()
