"""`python -m tests.benchmarks.serving FOLDER`: the pages on SQLite with one parent in the middle of a form.

Says in one line where they are, the session's secret, and the paths of the pages that are measured.
"""

import asyncio
import json
import sys
from pathlib import Path

from aiohttp import web

from bot import migrate
from handlers.common.context import Desk
from handlers.web.app import build
from services.access.actions import open_session
from services.access.models import Audience
from services.core.clock import system_clock
from services.core.crypto import install, new_keyring
from services.core.db import open_database
from services.forms.actions import keep
from tests.support.factories.families import add_own_child, add_parent


async def main() -> None:
    """Serve until killed."""
    folder = Path(sys.argv[1])
    install(new_keyring())
    database = open_database(f"sqlite:///{folder}/pages.db")
    await migrate.upgrade(database.engine)
    now = system_clock()
    async with database.sessions() as session:
        parent = await add_parent(session)
        child = await add_own_child(session, parent)
        await keep(session, parent, form="child", answers={"full_name": "Орлова Мария"}, now=now)
        secret = await open_session(
            session, person_id=parent.person_id, audience=Audience.PARENT, client="bench", now=now
        )
        await session.commit()
    desk = Desk("bench_bot", public_url="https://desk.example")
    runner = web.AppRunner(build(database, system_clock, desk, token="42:bench", uploads=folder / "papers"))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    paths = ["/my/form/child/birth_date", "/my/children", "/my/sheets", f"/my/children/{child}/papers", "/my/data"]
    told = {"url": f"http://127.0.0.1:{runner.addresses[0][1]}", "secret": secret, "paths": paths}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
