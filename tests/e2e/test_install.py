"""A machine without the browser is told one line, and README names the same one."""

import asyncio
from asyncio.subprocess import PIPE

from tests.e2e.conftest import ROOT

LINE = "apt-get install -y chromium fonts-noto-color-emoji"


async def test_without_the_browser_make_says_how_to_get_it() -> None:
    make = await asyncio.create_subprocess_exec(
        "make", "e2e", "CHROMIUM=no-such-browser", cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    _, said = await make.communicate()
    assert make.returncode == 2, "make's own code; the recipe's is 1"
    assert LINE in said.decode()
    for file in ("README.md", ".ci/run"):
        assert LINE in (ROOT / file).read_text(encoding="utf-8")
