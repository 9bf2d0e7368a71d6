"""Pressed and typed: the notice, the ten lines, the file, the code, the kept message."""

import hashlib
import re
from typing import Any

import pytest
from aiogram.methods import SendDocument, TelegramMethod
from aiogram.types import BufferedInputFile, Sticker

from handlers.common.context import Desk
from handlers.parent.contracts.keyboards import ContractText, GetCode, ReadContract, SigningHelp
from handlers.provider.contracts.keyboards import ProviderAgree, ProviderContract, ProviderContracts, ProviderText
from services.contracts.models import ContractStatus
from services.contracts.queries import ContractView, own_contract
from services.core.actor import Actor
from services.core.crypto import keyring
from services.core.db import Database
from services.core.models import Door
from services.families.models import Share
from services.families.rules import Kin, Right
from tests.support.bot import FedDesk, answered, texts
from tests.support.factories.contracts import CHILD, NOW, PARENT, Scene, approved, set_scene

ANNA, CLUB, RIVAL, STRANGER = 501, 502, 503, 504


@pytest.fixture
async def scene(database: Database) -> Scene:
    async with database.sessions() as session:
        scene = await set_scene(session)
        doors = {ANNA: scene.parent, CLUB: scene.provider, RIVAL: scene.rival, STRANGER: scene.stranger}
        for address, actor in doors.items():
            session.add(door(actor, str(address)))
        await session.commit()
        return scene


@pytest.fixture
async def contract_id(database: Database, scene: Scene) -> int:
    async with database.sessions() as session:
        contract = await approved(session, scene)
        await session.commit()
        return contract.id


def door(actor: Actor, address: str) -> Door:
    index = keyring().blind_index(address, "door.telegram")
    return Door(person_id=actor.person_id, channel="telegram", address=address, address_index=index)


@pytest.fixture
def desk(database: Database, scene: Scene) -> FedDesk:
    del scene
    return FedDesk(database, clock=lambda: NOW)


async def state_of(database: Database, scene: Scene, contract_id: int) -> ContractView:
    async with database.sessions() as session:
        return await own_contract(session, scene.parent, contract_id)


def code_in(calls: list[TelegramMethod[Any]]) -> str:
    found = re.search(r"<code>(\d{6})</code>", "".join(texts(calls)))
    assert found
    return found[1]


def documents(calls: list[TelegramMethod[Any]]) -> list[SendDocument]:
    return [call for call in calls if isinstance(call, SendDocument)]


async def test_confirm_read_sign(desk: FedDesk, database: Database, scene: Scene, contract_id: int) -> None:
    kept = texts(await desk.press(CLUB, ProviderAgree(contract_id=contract_id).pack()))
    assert f"{contract_id}" in kept[-1]
    reading = await desk.press(ANNA, ReadContract(contract_id=contract_id).pack())
    assert answered(reading)
    assert "10. " in texts(reading)[-1]
    code = code_in(await desk.press(ANNA, GetCode(contract_id=contract_id).pack()))
    signed = texts(await desk.text(ANNA, f"{code[:3]} {code[3:]}"))
    assert "2026-" in signed[-1]
    assert (await state_of(database, scene, contract_id)).status is ContractStatus.IN_FORCE
    assert code not in "".join(signed)
    assert texts(await desk.text(ANNA, code))[-1] != signed[-1]


async def test_wrong_codes_stickers_and_long_texts(
    desk: FedDesk, database: Database, scene: Scene, contract_id: int
) -> None:
    await desk.press(CLUB, ProviderAgree(contract_id=contract_id).pack())
    code = code_in(await desk.press(ANNA, GetCode(contract_id=contract_id).pack()))
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    sticker = Sticker(
        file_id="1", file_unique_id="1", type="regular", width=1, height=1, is_animated=False, is_video=False
    )
    for strange in ({"sticker": sticker}, {"text": "я" * 10_000}, {"text": "12345"}):
        assert len(texts(await desk.feed(desk.message_update(ANNA, **strange)))) == 1
    for left in (4, 3, 2, 1):
        assert str(left) in texts(await desk.text(ANNA, wrong))[-1]
    await desk.text(ANNA, wrong)
    await desk.text(ANNA, code)
    assert (await state_of(database, scene, contract_id)).status is ContractStatus.OFFERED
    fresh = code_in(await desk.press(ANNA, GetCode(contract_id=contract_id).pack()))
    await desk.text(ANNA, fresh)
    assert (await state_of(database, scene, contract_id)).status is ContractStatus.IN_FORCE


async def test_the_dialogue_survives_a_restart_and_can_be_left(
    desk: FedDesk, database: Database, scene: Scene, contract_id: int
) -> None:
    await desk.press(CLUB, ProviderAgree(contract_id=contract_id).pack())
    await desk.press(ANNA, GetCode(contract_id=contract_id).pack())
    await desk.text(ANNA, "/cancel")
    code = code_in(await desk.press(ANNA, GetCode(contract_id=contract_id).pack()))
    restarted = FedDesk(database, clock=lambda: NOW)
    restarted._updates = desk._updates
    await restarted.text(ANNA, code)
    assert (await state_of(database, scene, contract_id)).status is ContractStatus.IN_FORCE


async def test_the_file_has_the_digested_bytes(
    desk: FedDesk, database: Database, scene: Scene, contract_id: int
) -> None:
    digest = (await state_of(database, scene, contract_id)).digest
    for person, data in ((ANNA, ContractText(contract_id=contract_id)), (CLUB, ProviderText(contract_id=contract_id))):
        sent = documents(await desk.press(person, data.pack()))
        assert len(sent) == 1
        assert isinstance(sent[0].document, BufferedInputFile)
        assert hashlib.sha256(sent[0].document.data).hexdigest() == digest
        assert digest in (sent[0].caption or "")


async def test_another_persons_buttons_find_nothing(desk: FedDesk, contract_id: int) -> None:
    for data in (
        ReadContract(contract_id=contract_id),
        ContractText(contract_id=contract_id),
        GetCode(contract_id=contract_id),
        SigningHelp(contract_id=contract_id),
        ProviderAgree(contract_id=contract_id),
    ):
        calls = await desk.press(STRANGER, data.pack())
        assert answered(calls)
        assert CHILD not in "".join(texts(calls))
        assert not documents(calls)
    for data in (ProviderContract(contract_id=contract_id), ProviderText(contract_id=contract_id)):
        calls = await desk.press(RIVAL, data.pack())
        assert not documents(calls)
        assert CHILD not in "".join(texts(calls))


async def test_the_club_sees_its_contracts_and_a_double_press_is_answered(desk: FedDesk, contract_id: int) -> None:
    assert answered(await desk.press(CLUB, ProviderContracts().pack()))
    assert CHILD in "".join(texts(await desk.press(CLUB, ProviderContract(contract_id=contract_id).pack())))
    first = await desk.press(CLUB, ProviderAgree(contract_id=contract_id).pack())
    second = await desk.press(CLUB, ProviderAgree(contract_id=contract_id).pack())
    assert answered(second)
    assert texts(first)[-1] != texts(second)[-1]


async def test_a_desk_without_trial_forms_keeps_names_and_codes_off_the_chat(
    database: Database, scene: Scene, contract_id: int
) -> None:
    private = FedDesk(database, clock=lambda: NOW, desk=Desk("kruzhok_bot"))
    await private.press(CLUB, ProviderAgree(contract_id=contract_id).pack())
    for person, data in (
        (ANNA, ReadContract(contract_id=contract_id)),
        (ANNA, GetCode(contract_id=contract_id)),
        (ANNA, ContractText(contract_id=contract_id)),
        (CLUB, ProviderContract(contract_id=contract_id)),
        (CLUB, ProviderText(contract_id=contract_id)),
    ):
        calls = await private.press(person, data.pack())
        said = "".join(texts(calls))
        assert said
        assert not documents(calls)
        assert "<code>" not in said
        assert not any(part in said for part in CHILD.split())
    assert (await state_of(database, scene, contract_id)).status is ContractStatus.OFFERED


async def test_a_relative_who_only_reads_is_told_who_signs_and_gets_no_button(
    database: Database, scene: Scene, contract_id: int
) -> None:
    async with database.sessions() as session:
        child = (await own_contract(session, scene.parent, contract_id)).child_id
        share = {"child_id": child, "person_id": scene.stranger.person_id, "right": Right.ACT, "kin": Kin.ADULT}
        session.add(Share(**share, since=NOW))
        await session.commit()
    trial = FedDesk(database, clock=lambda: NOW)
    private = FedDesk(database, clock=lambda: NOW, desk=Desk("kruzhok_bot", public_url="https://desk.example"))
    private._updates = trial._updates
    await trial.press(CLUB, ProviderAgree(contract_id=contract_id).pack())
    for fed in (trial, private):
        for person, can_sign in ((STRANGER, False), (ANNA, True)):
            calls = await fed.press(person, ReadContract(contract_id=contract_id).pack())
            buttons = "".join(map(str, calls))
            assert (GetCode(contract_id=contract_id).pack() in buttons) is can_sign
            said = texts(calls)[-1]
            assert ("подписывает первый представитель" in said) is not can_sign
            assert not any(part in said for part in PARENT.split())
        said = texts(await fed.press(STRANGER, GetCode(contract_id=contract_id).pack()))[-1]
        assert "<code>" not in said
        assert "Подпишите" not in said
