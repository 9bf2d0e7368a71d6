import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates.models import CertificateStatus
from services.certificates.queries import certificate_of
from services.contracts import actions, queries
from services.contracts.actions import SignResult
from services.contracts.errors import NoRepresentative, NotYourTurn, SignTermOver
from services.contracts.models import ContractStatus
from services.contracts.queries import ContractView
from services.contracts.rules import Side
from services.core.actor import Actor
from services.core.errors import NotFound, Stale
from services.documents.rules import digest
from services.signing.models import SignatureKind
from services.signing.queries import protocol
from services.signing.rules import CodeFault
from tests.support.factories.contracts import CHILD, NOW, PARENT, Scene, approved, offered, set_scene

Sessions = async_sessionmaker[AsyncSession]
LATER = NOW + timedelta(minutes=1)


async def scene_of(sessions: Sessions, *, order: str = "provider_first", slug: str = "livny") -> Scene:
    async with sessions() as session:
        scene = await set_scene(session, order=order, slug=slug)
        await session.commit()
        return scene


async def approve(sessions: Sessions, scene: Scene) -> ContractView:
    async with sessions() as session:
        contract = await approved(session, scene)
        await session.commit()
        return contract


async def offer(sessions: Sessions, scene: Scene) -> ContractView:
    async with sessions() as session:
        contract = await offered(session, scene)
        await session.commit()
        return contract


async def confirm(sessions: Sessions, actor: Actor, contract_id: int, *, now: datetime = LATER) -> ContractView:
    async with sessions() as session:
        contract = await actions.agree_as_provider(session, actor, contract_id=contract_id, now=now)
        await session.commit()
        return contract


async def ask(sessions: Sessions, actor: Actor, contract_id: int, *, now: datetime = LATER) -> str:
    async with sessions() as session:
        issued = await actions.ask_code(session, actor, contract_id=contract_id, now=now)
        await session.commit()
        return issued.code


async def sign(
    sessions: Sessions,
    actor: Actor,
    contract_id: int,
    code: str,
    *,
    now: datetime = LATER,
) -> SignResult:
    async with sessions() as session:
        result = await actions.sign_as_parent(session, actor, contract_id=contract_id, code=code, now=now)
        await session.commit()
        return result


async def notices(sessions: Sessions) -> list[tuple[int, str]]:
    async with sessions() as session:
        rows = await session.execute(
            text(
                "SELECT person_id, kind FROM notices WHERE kind LIKE '%contract%' OR kind LIKE '%approved' ORDER BY id"
            )
        )
        return [(row[0], row[1]) for row in rows]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_approval_makes_a_contract_of_the_same_bytes(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await approve(sessions, scene)
    assert contract.status is ContractStatus.DRAFT
    assert contract.turn is Side.PROVIDER
    assert contract.sign_by == date(2026, 9, 11)
    async with sessions() as session:
        kept = await queries.text_of(session, scene.parent, contract.id)
        again = await queries.own_contract(session, scene.parent, contract.id)
    assert digest(kept.text) == kept.digest == contract.digest
    assert f"ДОГОВОР № {contract.id}\n" in kept.text
    assert PARENT in kept.text
    assert CHILD in kept.text
    assert again == contract
    assert await notices(sessions) == [
        (scene.provider.person_id, "contract_to_confirm"),
        (scene.parent.person_id, "application_approved"),
    ]


async def test_provider_first_whole_chain(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await approve(sessions, scene)
    assert (await confirm(sessions, scene.provider, contract.id)).status is ContractStatus.OFFERED
    code = await ask(sessions, scene.parent, contract.id)
    result = await sign(sessions, scene.parent, contract.id, f"{code[:3]} {code[3:]}")
    assert result.ok
    assert result.contract is not None
    assert result.contract.status is ContractStatus.IN_FORCE
    assert result.first_lesson_at == datetime(2026, 9, 12, 7, 0, tzinfo=UTC)
    async with sessions() as session:
        kept = await queries.own_contract(session, scene.parent, contract.id)
        certificate = await certificate_of(session, scene.application_id)
        lines = await protocol(session, queries.document_of(contract.id))
    assert kept == result.contract
    assert (kept.in_force_at, kept.starts_on, kept.ends_on) == (LATER, date(2026, 9, 7), date(2027, 5, 31))
    assert kept.first_lesson_ends_at == datetime(2026, 9, 12, 8, 30, tzinfo=UTC)
    assert certificate.status is CertificateStatus.ACTIVE
    assert certificate.number == result.certificate_number
    assert [(line.side, line.kind, line.digest) for line in lines] == [
        ("provider", SignatureKind.CONFIRMED_IN_BOT, contract.digest),
        ("parent", SignatureKind.SIMPLE, contract.digest),
    ]
    assert await notices(sessions) == [
        (scene.provider.person_id, "contract_to_confirm"),
        (scene.parent.person_id, "application_approved"),
        (scene.parent.person_id, "contract_ready"),
        (scene.provider.person_id, "contract_in_force"),
    ]


async def test_parent_first_whole_chain(sessions: Sessions) -> None:
    scene = await scene_of(sessions, order="parent_first")
    contract = await approve(sessions, scene)
    assert contract.turn is Side.PARENT
    with pytest.raises(NotYourTurn):
        await confirm(sessions, scene.provider, contract.id)
    result = await sign(sessions, scene.parent, contract.id, await ask(sessions, scene.parent, contract.id))
    assert result.contract is not None
    assert result.contract.status is ContractStatus.OFFERED
    after_term = datetime(2026, 9, 21, 6, 0, tzinfo=UTC)
    done = await confirm(sessions, scene.provider, contract.id, now=after_term)
    assert done.status is ContractStatus.IN_FORCE
    assert done.starts_on == date(2026, 9, 21)
    assert done.first_lesson_ends_at == datetime(2026, 9, 26, 8, 30, tzinfo=UTC)
    assert await notices(sessions) == [
        (scene.parent.person_id, "application_approved"),
        (scene.provider.person_id, "contract_to_confirm"),
        (scene.parent.person_id, "contract_in_force"),
    ]


async def test_no_contract_without_the_parents_name(sessions: Sessions) -> None:
    async with sessions() as session:
        scene = await set_scene(session, has_representative=False)
        await session.commit()
    with pytest.raises(NoRepresentative):
        await approve(sessions, scene)
    async with sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM certificates")) == 0
        assert await session.scalar(text("SELECT taken FROM groups")) == 0


async def test_only_the_provider_confirms_and_once(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await approve(sessions, scene)
    for actor in (scene.rival, scene.parent, scene.clerk):
        with pytest.raises(NotFound):
            await confirm(sessions, actor, contract.id)
    await confirm(sessions, scene.provider, contract.id)
    with pytest.raises(Stale):
        await confirm(sessions, scene.provider, contract.id)


async def test_two_confirmations_at_once_count_once(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await approve(sessions, scene)
    results = await asyncio.gather(
        *(confirm(sessions, scene.provider, contract.id) for _ in range(2)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in results) == ["ContractView", "Stale"]
    assert [kind for _person, kind in await notices(sessions)].count("contract_ready") == 1


async def test_a_code_only_for_the_parent_in_turn_and_in_term(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await approve(sessions, scene)
    with pytest.raises(NotYourTurn):
        await ask(sessions, scene.parent, contract.id)
    await confirm(sessions, scene.provider, contract.id)
    for actor in (scene.stranger, scene.provider):
        with pytest.raises(NotFound):
            await ask(sessions, actor, contract.id)
    last_moment = datetime(2026, 9, 11, 20, 59, tzinfo=UTC)
    assert await ask(sessions, scene.parent, contract.id, now=last_moment)
    with pytest.raises(SignTermOver) as over:
        await ask(sessions, scene.parent, contract.id, now=last_moment + timedelta(minutes=1))
    assert over.value.sign_by == date(2026, 9, 11)


async def test_the_provider_cannot_offer_what_cannot_be_signed(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await approve(sessions, scene)
    with pytest.raises(SignTermOver):
        await confirm(sessions, scene.provider, contract.id, now=datetime(2026, 9, 12, 6, tzinfo=UTC))


async def test_five_wrong_codes_then_the_right_one_is_refused(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await offer(sessions, scene)
    code = await ask(sessions, scene.parent, contract.id)
    left = [(await sign(sessions, scene.parent, contract.id, wrong(code))).check.tries_left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    refused = await sign(sessions, scene.parent, contract.id, code)
    assert (refused.ok, refused.check.why) == (False, CodeFault.EXHAUSTED)
    assert (await sign(sessions, scene.parent, contract.id, await ask(sessions, scene.parent, contract.id))).ok


async def test_an_expired_code_and_a_foreign_contract(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await offer(sessions, scene)
    code = await ask(sessions, scene.parent, contract.id)
    with pytest.raises(NotFound):
        await sign(sessions, scene.stranger, contract.id, code)
    late = await sign(sessions, scene.parent, contract.id, code, now=LATER + timedelta(minutes=10))
    assert late.check.why is CodeFault.EXPIRED


async def test_the_code_is_bound_to_the_text(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await offer(sessions, scene)
    code = await ask(sessions, scene.parent, contract.id)
    async with sessions() as session:
        row = await session.get(queries.Contract, contract.id)
        assert row is not None
        row.text = row.text.replace("Стоимость для родителя: 0 ₽", "Стоимость для родителя: 100 ₽")
        await session.commit()
    assert (await sign(sessions, scene.parent, contract.id, code)).check.why is CodeFault.WRONG


async def test_two_right_codes_at_once_sign_once(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await offer(sessions, scene)
    code = await ask(sessions, scene.parent, contract.id)
    results = await asyncio.gather(
        *(sign(sessions, scene.parent, contract.id, code) for _ in range(2)),
        return_exceptions=True,
    )
    won = [one for one in results if isinstance(one, SignResult) and one.ok]
    lost = [one for one in results if one not in won]
    assert len(won) == 1
    assert all(isinstance(one, Stale) or (isinstance(one, SignResult) and not one.ok) for one in lost)
    async with sessions() as session:
        assert len(await protocol(session, queries.document_of(contract.id))) == 2


async def test_a_signed_contract_takes_no_more_codes(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await offer(sessions, scene)
    code = await ask(sessions, scene.parent, contract.id)
    await sign(sessions, scene.parent, contract.id, code)
    with pytest.raises(Stale):
        await sign(sessions, scene.parent, contract.id, code)
    with pytest.raises(Stale):
        await ask(sessions, scene.parent, contract.id)


async def test_the_database_and_the_notices_hold_no_plain_names(sessions: Sessions) -> None:
    scene = await scene_of(sessions)
    contract = await offer(sessions, scene)
    async with sessions() as session:
        kept = (await session.execute(text("SELECT text, facts FROM contracts"))).one()
        told = [str(row[0]) for row in await session.execute(text("SELECT data FROM notices"))]
    for part in ("Тестов", "Вера", "79001234567"):
        assert not any(part.encode() in bytes(column) for column in kept)
        assert not any(part in data for data in told)
    assert "Тестов" not in repr(contract)


@pytest.mark.parametrize("slug", ["apanasenkovsky", "seversk", "smolensk", "livny", "kemerovo"])
async def test_every_shipped_territory_makes_a_contract(sessions: Sessions, slug: str) -> None:
    scene = await scene_of(sessions, slug=slug)
    contract = await approve(sessions, scene)
    async with sessions() as session:
        kept = await queries.text_of(session, scene.clerk, contract.id)
    assert "жалобу в уполномоченный орган: —" not in kept.text
    level = "государственной услуги" if slug == "smolensk" else "муниципальной услуги"
    assert f"на получение {level}" in kept.text
    assert ("проект акта" in kept.text) == (slug in {"apanasenkovsky", "smolensk"})
