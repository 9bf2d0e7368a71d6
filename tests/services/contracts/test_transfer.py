"""A child goes over to another program: all of it or nothing, on both databases."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from bot.tables import metadata
from services.certificates.errors import AlreadyApplied, FullAtApproval, SameProgram
from services.certificates.models import Application, ApplicationStatus, Certificate, CertificateStatus
from services.contracts import actions as contracts
from services.contracts.errors import NoRepresentative
from services.contracts.models import Contract, ContractStatus
from services.core.db import Database
from services.core.errors import NotFound, Stale
from services.families.models import Representative
from services.notices.models import Notice
from services.openings import actions as openings
from services.orders.errors import OrderExhausted
from services.programs.models import Group, Offer
from services.programs.queries import group
from tests.support.books import unbalanced
from tests.support.factories.certificates import NOW, Town, add_application, add_other_group, add_town
from tests.support.factories.programs import add_group

Sessions = async_sessionmaker[AsyncSession]
GONE = ApplicationStatus.WITHDRAWN


async def _enrolled(sessions: Sessions, slug: str = "livny", **policy: str) -> tuple[Town, int, int]:
    """A child with a contract in force; the number of its case, and a group of another program."""
    async with sessions() as session:
        made = await add_town(session, slug, applications_per_child="1", **policy)
        number = await add_application(session, made)
        contract = await contracts.approve(session, made.clerk, application_id=number, now=NOW)
        await contracts.agree_as_provider(session, made.club, contract_id=contract.id, now=NOW)
        code = (await contracts.ask_code(session, made.parent, contract_id=contract.id, now=NOW)).code
        await contracts.sign_as_parent(session, made.parent, contract_id=contract.id, code=code, now=NOW)
        other = await add_other_group(session, made, capacity=1)
        await session.commit()
    return made, number, other


async def _asked(sessions: Sessions, town: Town, number: int, other: int) -> int:
    async with sessions() as session:
        wish = {"application_id": number, "group_id": other, "now": NOW}
        filed = await openings.ask_transfer(session, town.parent, **wish)  # type: ignore[arg-type]
        await session.commit()
    return filed.receipt.number


async def _rows(database: Database) -> dict[str, list[str]]:
    async with database.reads() as session:
        return {table.name: sorted(map(repr, await session.execute(select(table)))) for table in metadata.sorted_tables}


async def test_the_seat_the_money_and_the_contract_go_over_together(sessions: Sessions, database: Database) -> None:
    town, number, other = await _enrolled(sessions)
    asked = await _asked(sessions, town, number, other)
    async with sessions() as session:
        same = await add_group(session, program_id=town.program_id)
        wish = {"application_id": number, "now": NOW}
        for group_id, refusal in ((other, AlreadyApplied), (same, SameProgram)):
            with pytest.raises(refusal):
                await openings.ask_transfer(session, town.parent, group_id=group_id, **wish)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            await openings.ask_transfer(session, town.club, group_id=other, **wish)  # type: ignore[arg-type]
        await contracts.approve(session, town.clerk, application_id=asked, now=NOW)
        await session.commit()
    async with sessions() as session:
        rows = await session.execute(select(Application.id, Application.status))
        cases = {row.id: row.status for row in rows}
        assert cases == {number: ApplicationStatus.TRANSFERRED, asked: ApplicationStatus.AWAITING_CONTRACT}
        papers = list(await session.scalars(select(Certificate.status).order_by(Certificate.application_id)))
        assert papers == [CertificateStatus.RELEASED, CertificateStatus.RESERVED]
        made = list(await session.scalars(select(Contract.status).order_by(Contract.id)))
        assert made == [ContractStatus.ENDED, ContractStatus.DRAFT]
        assert [(await group(session, one)).taken for one in (town.group_id, other)] == [0, 1]
        told = set(await session.scalars(select(Notice.kind).where(Notice.person_id == town.club.person_id)))
        assert {"transfer_asked", "transfer_left", "contract_to_confirm"} <= told
        with pytest.raises(Stale):
            await openings.ask_transfer(session, town.parent, group_id=same, **wish)  # type: ignore[arg-type]
    assert await unbalanced(database) == []


FAILURES: dict[str, tuple[Any, type[Exception]]] = {
    "seat": (lambda _number, other: update(Group).where(Group.id == other).values(taken=1), FullAtApproval),
    "old": (lambda number, _: update(Application).where(Application.id == number).values(status=GONE), Stale),
    "money": (lambda _, other: update(Offer).where(Offer.group_id == other).values(hours=20_000), OrderExhausted),
    "contract": (lambda *_: delete(Representative), NoRepresentative),
}


@pytest.mark.parametrize("step", FAILURES)
async def test_a_failure_at_any_step_leaves_everything_as_before(
    sessions: Sessions, database: Database, step: str
) -> None:
    spoil, refusal = FAILURES[step]
    town, number, other = await _enrolled(sessions)
    asked = await _asked(sessions, town, number, other)
    async with sessions() as session:
        await session.execute(spoil(number, other))
        await session.commit()
    before = await _rows(database)
    async with sessions() as session:
        with pytest.raises(refusal):
            await contracts.approve(session, town.clerk, application_id=asked, now=NOW)
        await session.commit()  # even of a caller who goes on
    assert await _rows(database) == before


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
async def test_taken_back_before_the_approval_all_is_as_before(sessions: Sessions, database: Database) -> None:
    town, number, other = await _enrolled(sessions)
    kept = ("ledger_accounts", "ledger_entries", "ledger_holds", "certificates", "contracts", "groups")
    before = await _rows(database)
    asked = await _asked(sessions, town, number, other)
    async with sessions() as session:
        assert await contracts.withdraw(session, town.parent, application_id=asked, now=NOW) is False
        await session.commit()
    after = await _rows(database)
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    await _asked(sessions, town, number, other)


async def test_of_two_who_ask_at_once_one_is_heard(sessions: Sessions) -> None:
    town, number, other = await _enrolled(sessions)
    async with sessions() as session:
        third = await add_other_group(session, town)
        await session.commit()
    asked = await asyncio.gather(
        *(_asked(sessions, town, number, one) for one in (other, third)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in asked) == ["AlreadyApplied", "int"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("by_rule", "status"), [(1, "awaiting_contract"), (0, "approved")])
async def test_where_rules_approve_the_clubs_word_is_enough(sessions: Sessions, by_rule: int, status: str) -> None:
    town, number, other = await _enrolled(sessions, "seversk", approve_by_rule=str(by_rule))
    asked = await _asked(sessions, town, number, other)
    async with sessions() as session:
        await contracts.accept(session, town.club, application_id=asked, now=NOW)
        await session.commit()
        assert (await session.get_one(Application, asked)).status == status
        old = (await session.get_one(Application, number)).status
        assert old is (ApplicationStatus.TRANSFERRED if by_rule else ApplicationStatus.ENROLLED)
