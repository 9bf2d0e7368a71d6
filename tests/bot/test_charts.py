"""Pictures of the goals: real PNG, wide as a phone, honest in length, drawn aside."""

import asyncio
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot import charts
from handlers.common import words
from handlers.staff.indicators import pictures
from handlers.staff.indicators.pictures import Bar, Panel, Picture
from services.indicators.queries import IndicatorFact

FACT = IndicatorFact(
    code="3.4",
    goal_no=3,
    goal="Увеличение охвата услугами/доступа к услугам",
    type="final",
    text="общее количество <потребителей> & $услуг$, " + "муниципальных услуг в социальной сфере " * 6,
    is_subrow=False,
    base="будет определено по результатам пофакторного анализа",
    base_year=2023,
    target=30700,
    target_year=2024,
    unit="человек",
    reason="register",
)
ROWS = [
    FACT,
    replace(FACT, fact=12, reason=None),
    replace(FACT, code="5.3", base=85, fact=83.3, target=90, unit=None, reason=None),
    replace(FACT, base="подготовка", target="завершение"),
    replace(FACT, base=0, fact=0, target=0, reason=None),
]


@pytest.fixture(autouse=True)
def _russian() -> None:
    words.use("ru")


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def _picture(rows: list[IndicatorFact] = ROWS) -> Picture:
    return pictures.picture(rows, territory="Северск", year=2026)


def test_only_rows_with_a_number_are_drawn() -> None:
    drawn = _picture()
    assert len(drawn.panels) == 4
    assert drawn.panels[0].bars == (
        Bar("база 2023", None, "будет определено по результатам…"),
        Bar("факт 2026", None, "нет данных"),
        Bar("цель 2024", 30700, "30\xa0700"),
    )
    assert drawn.panels[2].bars[1] == Bar("факт 2026", 83.3, "83,3\xa0%")
    assert drawn.title == "Цель 3. Увеличение охвата услугами/доступа к услугам"
    assert pictures.goals_with_numbers([*ROWS, replace(ROWS[3], goal_no=4)]) == [3]


def test_the_caption_says_the_same_and_fits() -> None:
    caption = pictures.caption(ROWS, territory="Северск & К", year=2026)
    assert len(caption) <= 900
    assert "база 2023 — 85 %, факт 2026 — 83,3 %, цель 2024 — 90 %" in caption
    assert "&lt;потребителей&gt;" in caption
    assert "Северск &amp; К" in caption
    assert len(pictures.caption(ROWS * 9, territory="Северск", year=2026)) <= 900


async def test_a_picture_is_as_wide_as_a_phone_and_grows_with_its_rows() -> None:
    wide, high = _size(await charts.draw(_picture()))
    assert wide == 1080
    assert 900 < high < 2500
    assert _size(await charts.draw(_picture(ROWS[:1])))[1] < high
    assert _size(charts.render(Picture("Цель 9", "Северск", ())))[0] == 1080


async def test_several_at_once_and_the_loop_goes_on() -> None:
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    async with asyncio.TaskGroup() as group:
        clock = group.create_task(tick())
        drawn = await asyncio.gather(*(charts.draw(_picture()) for _each in range(3)))
        clock.cancel()
    assert len(set(drawn)) == 1
    assert ticks > 3


def test_hostile_words_are_only_words() -> None:
    text = "$\\frac{1}{0}$ <b> & \\n \\LaTeX %s {} " * 3
    bars = (Bar("база", None, text[:40]), Bar("факт", 1e15, "много"), Bar("цель", -5, "-5"))
    assert _size(charts.render(Picture(text, text, (Panel(text, bars),))))[0] == 1080


def test_matplotlib_is_not_loaded_until_a_picture_is_asked_for() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys; import bot.app; print('matplotlib' in sys.modules)"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
