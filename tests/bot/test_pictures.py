"""``kruzhok indicators --format png``: files in the current folder, their names on stdout."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import Run


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "indicators", *arguments],
        cwd=folder,
        env={
            "PATH": "/usr/bin:/bin",
            "LANG": "en_US.UTF-8",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "MPLCONFIGDIR": str(folder / "mpl"),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_file_for_every_goal_with_numbers(tmp_path: Path) -> None:
    done = _run(tmp_path, "seversk", "--year", "2024", "--format", "png")
    assert done.returncode == 0, done.stderr
    names = [f"indicators-seversk-2024-goal{goal}.png" for goal in range(1, 6)]
    assert done.stdout.split() == names
    assert all((tmp_path / name).read_bytes().startswith(b"\x89PNG") for name in names)


def test_what_cannot_be_drawn_or_written_is_one_line(run: Run, tmp_path: Path) -> None:
    nothing = run("indicators", "apanasenkovsky", "--year", "2024", "--format", "png")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr == "No row of this table has a number in 2024: there is nothing to draw.\n"
    (tmp_path / "indicators-seversk-2024-goal1.png").mkdir()
    refused = run("indicators", "seversk", "--year", "2024", "--format", "png")
    assert refused.returncode == 1
    assert refused.stderr.startswith("The picture cannot be written here")
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("year", ["0", "99999", "next", "-1"])
def test_a_year_that_is_none_is_wrong_usage(run: Run, year: str) -> None:
    with pytest.raises(SystemExit) as left:
        run("indicators", "seversk", "--year", year)
    assert left.value.code == 2
