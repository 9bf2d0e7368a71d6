"""What is older than its term is destroyed by the chore, and nothing younger."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot import chores
from bot.tables import Dialogue, DoneUpdate
from services.contracts.actions.erasing import term
from services.core.db import Database
from services.forms.actions import keep
from services.forms.models import Draft
from services.uploads.gateway import Store
from tests.support.factories.families import NOW, add_person


async def test_each_kind_has_its_term(database: Database, tmp_path: Path) -> None:
    hour = timedelta(hours=1)
    async with database.sessions() as session:
        for age in (hour, -hour):
            actor = await add_person(session)
            await keep(session, actor, form="child", answers={"full_name": "x"}, now=NOW - term("form_drafts") - age)
            session.add(Dialogue(key=f"1:{age}:x", data="{}", changed_at=NOW - term("dialogues") - age))
            number = 1 if age == hour else 2
            session.add(DoneUpdate(bot_id=1, update_id=number, done_at=NOW - term("done_updates") - age))
        await session.commit()
    await chores.sweep(database, lambda: NOW, Store(tmp_path))
    async with database.reads() as session:
        assert len((await session.scalars(select(Draft.person_id))).all()) == 1
        assert list(await session.scalars(select(Dialogue.key))) == [f"1:{-hour}:x"]
        assert list(await session.scalars(select(DoneUpdate.update_id))) == [2]
