"""An opening as it is pressed: announced by a clerk, met too early by a parent, drawn, and explained."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot import chores
from handlers.parent.certificates.keyboards import ApplySend
from handlers.parent.openings.keyboards import MyPlace, OpeningHow
from handlers.staff.openings.keyboards import CancelOpening, Draw, NewOpening, Openings, Publish, Rehearse, SayOpening
from services.core.db import Database
from services.notices.models import Notice
from tests.support.bot import FedDesk, texts
from tests.support.factories.certificates import NOW, add_town
from tests.support.hostile import door_of

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
SAID = "7.09.2026 12:00 – 7.09.2026 14:00"


async def test_an_opening_from_the_announcement_to_the_reason(database: Database) -> None:
    async with database.sessions() as session:
        town = await add_town(session, children=0)
        clerk, parent = await door_of(session, town.clerk), await door_of(session, town.parent)
        await session.commit()
    now: list[datetime] = [NOW]
    desk = FedDesk(database, clock=lambda: now[0])

    async def press(who: int, data: object) -> str:
        return "\n".join(texts(await desk.press(who, data.pack())))  # type: ignore[attr-defined]

    new = NewOpening(territory_id=town.territory_id, mode="draw")
    wish = ApplySend(group_id=town.group_id, child_id=town.child_id)
    assert "Ничего не объявлено" in await press(clerk, Openings())
    await press(clerk, new)
    assert "два момента" in "".join(texts(await desk.text(clerk, "завтра")))
    assert "2026/2027" in "".join(texts(await desk.text(clerk, SAID)))
    assert "SHA-256" in await press(clerk, SayOpening(territory_id=town.territory_id, mode="draw"))
    assert "12:00" in await press(parent, wish)
    assert "жребий" in await press(parent, OpeningHow(opening_id=1))
    now[0] += timedelta(minutes=90)
    filed = desk.press_update(parent, wish.pack())
    assert "№ 1" in "".join(texts(await desk.feed(filed)))
    restarted = FedDesk(database, clock=lambda: now[0])  # killed before Telegram was told: it comes once more
    assert "№ 1" in "".join(texts(await restarted.feed(filed)))
    assert "все равны" in await press(parent, MyPlace(application_id=1))
    assert "Пробный" in await press(clerk, Rehearse(opening_id=1))
    assert "отменить" in (await press(clerk, CancelOpening(opening_id=1, sure=True))).lower()
    now[0] += timedelta(hours=3)
    assert "закрылось" in await press(parent, wish)
    assert "один раз" in await press(clerk, Draw(opening_id=1))
    assert "Порядок определён" in await press(clerk, Draw(opening_id=1, sure=True))
    assert "Опубликовать" in await press(clerk, Publish(opening_id=1))
    assert "Зерно" in await press(clerk, Publish(opening_id=1, sure=True))
    await chores.once(database, lambda: now[0])
    place = await press(parent, MyPlace(application_id=1))
    assert "1 из 1" in place
    assert "Почему" in place
    async with database.sessions() as session:
        told = await session.scalars(select(Notice.person_id).where(Notice.kind == "opening_result"))
        assert list(told) == [town.parent.person_id]
