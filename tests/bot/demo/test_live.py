"""The demo's first screen does not wait for the demo's catalogue, and nobody is shown a desk that is not furnished."""

import asyncio
from pathlib import Path

from bot.demo.live import living
from bot.sandbox.client import Person, SandboxClient
from bot.settings import Settings


async def test_the_first_screen_comes_before_the_catalogue_and_the_second_after_it(tmp_path: Path) -> None:
    async with (
        asyncio.timeout(60),
        living(Settings(_env_file=None), folder=tmp_path, own_database=False, past_first=False) as live,
        SandboxClient(live.url) as client,
    ):
        people = {person.role: person for person in await client.persons()}

        async def to_the_menu(person: Person) -> None:
            await person.start()
            await person.press("Ливны")

        async with asyncio.TaskGroup() as group:
            for person in people.values():
                group.create_task(to_the_menu(person))
        menus = {role: tuple(button.text for button in person.visible) for role, person in people.items()}
        assert len(set(menus.values())) == 3, menus
