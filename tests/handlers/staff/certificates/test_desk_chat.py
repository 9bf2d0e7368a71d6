"""The desk beside the decision, as it is pressed: filters, several at once, a note, a colleague, the history."""

import pytest

from handlers.staff.certificates.desk_keyboards import ApproveMany, History, Many, packed, unpacked
from handlers.staff.certificates.keyboards import Case, Queue
from services.certificates.models import ApplicationStatus
from services.core.db import Database
from tests.handlers.web.test_staff import _status
from tests.support.bot import FedDesk, texts
from tests.support.factories.certificates import NOW, add_application, add_other_group, add_town
from tests.support.hostile import door_of

one_engine = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


def test_numbers_in_a_button_are_the_very_ones() -> None:
    numbers = [1, 35, 36, 999_999_999, 2_147_483_648, 10**10]
    assert unpacked(packed(numbers)) == numbers
    assert len(ApproveMany(numbers=packed([10**9] * 6)).pack().encode()) <= 64
    assert unpacked("..x y.<b>.Я.-1.9zzzzzzzzzzzzzzzzzzz") == []


@one_engine
async def test_several_are_approved_after_what_speaks_against_them_was_shown(database: Database) -> None:
    async with database.sessions() as session:
        town = await add_town(session, "seversk", applications_per_child="9")
        groups = [town.group_id, await add_other_group(session, town), await add_other_group(session, town, capacity=1)]
        numbers = [await add_application(session, town, group_id=one) for one in groups]
        clerk, second = await door_of(session, town.clerk), town.second_clerk.person_id
        await session.commit()
    desk = FedDesk(database, clock=lambda: NOW)

    async def press(data: object) -> str:
        return "\n".join(texts(await desk.press(clerk, data.pack())))  # type: ignore[attr-defined]

    assert "№ 1" in await press(Queue())
    assert "нет" in await press(Queue(what="mine"))
    await desk.press(clerk, f"certnote:{numbers[0]}")
    assert "1000" in "".join(texts(await desk.text(clerk, "я" * 1001)))
    assert "сохранена" in "".join(texts(await desk.text(clerk, "Звонили, придут в среду")))
    assert "придут в среду" in await press(History(application_id=numbers[0]))
    given = "\n".join(texts(await desk.press(clerk, f"certgive:{numbers[1]}:{second}")))
    assert f"№ {second}" in given
    shown = await press(Many(numbers=packed(numbers)))
    assert "2 обычных дела" in shown
    assert f"№ {numbers[1]}: у коллеги" in shown
    assert await _status(database, numbers[0]) is ApplicationStatus.REGISTERED
    assert "Одобрены 2 заявления" in await press(ApproveMany(numbers=packed([numbers[0], numbers[2]])))
    assert await _status(database, numbers[2]) is ApplicationStatus.AWAITING_CONTRACT
    assert "применено 9 правил" in await press(History(application_id=numbers[0]))
    assert "одобрено" in await press(Case(application_id=numbers[0]))
