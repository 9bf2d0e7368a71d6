"""The command line: exit codes, one clear line, and a database that any command makes."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.main import parser
from tests.bot.conftest import Run
from tests.support.acts import SLUGS

PYTHON = sys.executable


def test_a_real_process_makes_the_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [PYTHON, "-m", "bot", "territory", "list"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kruzhok.key").stat().st_mode & 0o777 == 0o600


def test_help_does_not_import_the_messenger() -> None:
    told = subprocess.run(
        [PYTHON, "-c", "import sys; from bot.cli.main import parser; parser(); print('aiogram' in sys.modules)"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"


def test_wrong_usage_is_2() -> None:
    with pytest.raises(SystemExit) as left:
        parser().parse_args(["dance"])
    assert left.value.code == 2


def test_a_first_command_makes_the_database(tmp_path: Path, run: Run) -> None:
    listed = run("territory", "list")
    assert listed.returncode == 0, listed.stderr
    assert [line.split("\t")[0] for line in listed.stdout.splitlines()] == sorted(SLUGS)
    assert (tmp_path / "kruzhok.key").stat().st_mode & 0o777 == 0o600
    exported = run("territory", "export", "seversk")
    assert len(json.loads(exported.stdout)["indicators"]) == 17
    rows = json.loads(run("indicators", "seversk", "--year", "2024", "--format", "json").stdout)
    assert len(rows) == 17
    assert all(row["fact"] is not None or row["reason"] for row in rows)
    checked = run("db", "check")
    assert checked.stdout == "ok\n"
    (tmp_path / "kruzhok.key").unlink()
    lost = run("territory", "list")
    assert lost.returncode == 1
    assert "key file" in lost.stderr
    assert lost.stderr.count("\n") == 1


def test_the_ledger_check_names_a_row_altered_by_hand(tmp_path: Path, run: Run) -> None:
    sound = run("ledger", "check", "--json")
    assert (sound.returncode, json.loads(sound.stdout.splitlines()[-1])["faults"]) == (0, [])
    names = "id, territory_id, year, children_limit, hours_limit, money_limit, children_reserved, hours_reserved,"
    names += " money_reserved, is_removed, hours_committed, money_committed, hours_paid, money_paid"
    with closing(sqlite3.connect(tmp_path / "kruzhok.db")) as database, database:
        row = (7, 1, 2026, 9, 9, 9, *[0] * 8)
        marks = ", ".join("?" * len(row))
        database.execute(f"INSERT INTO order_lines ({names}) VALUES ({marks})", row)
    assert run("ledger", "check").returncode == 0
    with closing(sqlite3.connect(tmp_path / "kruzhok.db")) as database, database:
        database.execute("UPDATE order_lines SET money_reserved = 5 WHERE id = 7")
    broken = run("ledger", "check", "--json")
    (fault,) = json.loads(broken.stdout.splitlines()[-1])["faults"]
    assert broken.returncode == 1
    assert fault == {"table": "order_lines", "row_id": 7, "what": "money_reserved", "is_": "5", "should_be": "0"}
    assert "order_lines 7" in broken.stdout


def test_posts_are_listed_let_in_and_ended_and_people_are_told(tmp_path: Path, run: Run) -> None:
    assert run("staff", "list").stdout == ""
    with closing(sqlite3.connect(tmp_path / "kruzhok.db")) as database, database:
        for number, role in ((7, "clerk"), (8, "admin"), (9, "admin")):
            database.execute("INSERT INTO persons (id, locale, created_at) VALUES (?, 'ru', '2026-09-01')", (number,))
            row = (number, number, role)
            database.execute(
                "INSERT INTO memberships (id, person_id, territory_id, role, since) VALUES (?, ?, 1, ?, '2026-09-01')",
                row,
            )
    (slug,) = {line.split("\t")[2] for line in run("staff", "list").stdout.splitlines()}
    assert run("staff", "list", "--territory", slug).stdout.splitlines()[0] == f"7\tclerk\t{slug}\t0\t–"
    assert "PUBLIC_URL" in run("staff", "link", "7").stderr
    assert "staff list" in run("staff", "link", "1", PUBLIC_URL="https://desk.example").stderr
    shown = run("staff", "link", "7", PUBLIC_URL="https://desk.example/").stdout
    assert re.fullmatch(r"https://desk\.example/e/[\w-]{32}\n", shown)
    assert run("staff", "end", "7", "--forget-factor").stdout == "0 sessions are ended.\n"
    assert "1 post is ended." in run("staff", "end", "7", "--post").stdout
    assert [line.split("\t")[0] for line in run("staff", "list").stdout.splitlines()] == ["8", "9"]
    assert run("staff", "end", "7").returncode == 1, "no post any more"
    with closing(sqlite3.connect(tmp_path / "kruzhok.db")) as database:
        told = database.execute("SELECT kind, person_id FROM notices ORDER BY id").fetchall()
        kinds = ("staff_link_made", "staff_factor_forgotten", "staff_post_ended")
        assert told == [(kind, person) for kind in kinds for person in (7, 8, 9)]
        assert database.execute("SELECT count(*) FROM entries WHERE used_at IS NULL").fetchone() == (0,)


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (("territory", "export", "atlantis"), {}, "no such territory"),
        (("territory", "load", "missing.toml"), {}, "no such file"),
        (("run",), {}, "BOT_TOKEN"),
        (("run", "--roles", "king"), {"BOT_TOKEN": "42:x"}, "Roles are"),
        (("run",), {"BOT_TOKEN": "42:x", "TELEGRAM_API_URL": "http://127.0.0.1:9"}, "cannot be reached"),
        (("run",), {"BOT_TOKEN": "42:x", "THROTTLE_TOUCHES": "many"}, "THROTTLE_TOUCHES"),
        (("staff", "invite", "--territory", "livny", "--role", "provider"), {"BOT_TOKEN": "42:x"}, "--provider"),
        (("db", "check"), {"DATABASE_URL": "sqlite:///nowhere/at/all.db"}, "no folder"),
    ],
)
def test_refusals_are_one_line_and_1(
    run: Run,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    told: str,
) -> None:
    done = run(*arguments, **environment)
    assert done.returncode == 1, done.stderr
    assert told in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


def test_a_broken_pack_is_refused_with_file_row_and_reason(tmp_path: Path, run: Run) -> None:
    pack = Path(__file__).parents[2] / "services/territories/packs/livny.toml"
    broken = tmp_path / "sixth.toml"
    text = pack.read_text(encoding="utf-8").replace('slug = "livny"', 'slug = "sixth"')
    broken.write_text(text, encoding="utf-8")
    assert run("territory", "load", "sixth.toml").returncode == 0
    broken.write_text(
        text.replace("goal_no = 1", "goal_no = 'one'", 1).replace('"sixth"', '"seventh"'), encoding="utf-8"
    )
    refused = run("territory", "load", "sixth.toml")
    assert refused.returncode == 1
    assert "sixth.toml" in refused.stderr
    assert "indicators" in refused.stderr
    listed = run("territory", "list").stdout
    assert "sixth" in listed
    assert "seventh" not in listed


def test_an_older_database_is_refused_with_the_command_that_mends_it(tmp_path: Path, run: Run) -> None:
    assert run("territory", "list").returncode == 0
    import sqlite3  # noqa: PLC0415 (only here)

    with sqlite3.connect(tmp_path / "kruzhok.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    refused = run("territory", "list")
    assert refused.returncode == 1
    assert "kruzhok db upgrade" in refused.stderr
