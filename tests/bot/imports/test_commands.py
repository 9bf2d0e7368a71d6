"""The commands in a folder of their own, on both databases: reports, exit codes, one clear line for what is refused."""

import json
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.cli.main import main, parser
from handlers.common import words
from services.core.crypto import install, keyring
from services.core.db import async_url
from services.programs.gateway.verdicts import Box
from tests.bot.imports.test_sample import EXPECTED, NOTHING, SAMPLE
from tests.services.programs.gateway.packages import package, uuid, valid

KEMEROVO = ("--territory", "kemerovo")


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = json.loads(self.out.splitlines()[-1])
        return found


Run = Callable[..., Done]


@pytest.fixture
async def address(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without tables."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.db"
        return
    server, name = request.getfixturevalue("postgres_url"), f"desk_{uuid4().hex[:8]}"
    engine = create_async_engine(async_url(server), isolation_level="AUTOCOMMIT")
    async with engine.connect() as outside:
        await outside.execute(text(f"CREATE DATABASE {name}"))
        yield str(async_url(server).set(database=name).render_as_string(hide_password=False))
        await outside.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await engine.dispose()


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[[str, tuple[str, ...]], Done]]:
    """Run a command on a database, in a thread: this one may have a loop already."""
    kept = keyring()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")

    def command(address: str, arguments: tuple[str, ...]) -> Done:
        codes: list[int] = []
        monkeypatch.setenv("DATABASE_URL", address)
        thread = threading.Thread(target=lambda: codes.append(main(list(arguments))))
        thread.start()
        thread.join()
        told = capfd.readouterr()
        return Done(codes[0], told.out, told.err)

    yield command
    install(kept)
    words.use(words.DEFAULT)


@pytest.fixture
def run_on_both(command: Callable[..., Done], address: str) -> Run:
    return lambda *arguments: command(address, arguments)


@pytest.fixture
def run(command: Callable[..., Done], tmp_path: Path) -> Run:
    return lambda *arguments: command(f"sqlite:///{tmp_path}/desk.db", arguments)


def _put(path: Path, told: object) -> str:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_seeded_desk_imports_the_sample_twice(run_on_both: Run) -> None:
    run = run_on_both
    assert run("demo", "--seed").code == 0
    first = run("catalog", "import", str(SAMPLE), *KEMEROVO, "--json")
    assert first.code == 0, first.err
    changes = {"created": 10, "updated": 0, "deleted": 0}
    assert first.told == EXPECTED | {"changes": changes}
    second = run("catalog", "import", str(SAMPLE), *KEMEROVO, "--json")
    assert second.told == EXPECTED | {"changes": NOTHING}
    table = run("catalog", "import", str(SAMPLE), *KEMEROVO)
    assert table.code == 0
    assert "20" in table.out
    found = run("catalog", "search", "каблучок", *KEMEROVO, "--json")
    assert [hit["name"] for hit in json.loads(found.out.splitlines()[-1])][:1] == ["Ансамбль «Каблучок»"]


def test_the_guard_and_what_goes_on_in_spite_of_it(run: Run, tmp_path: Path) -> None:
    programs = [valid(Box.PROGRAMS) | {"uuid": uuid(100 + n), "localId": f"п{n}"} for n in range(4)]
    told = package(programs=programs, groups=[], schedules=[])
    assert run("catalog", "import", _put(tmp_path / "a.json", told), *KEMEROVO).code == 0
    for one in programs[:2]:
        one |= {"isDeleted": "true", "lastmodifiedTs": "1800000000"}
    second = _put(tmp_path / "b.json", told)
    refused = run("catalog", "import", second, *KEMEROVO, "--json")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.count("\n") == 1
    assert "--accept-removals" in refused.err
    assert "2" in refused.err
    accepted = run("catalog", "import", second, *KEMEROVO, "--json", "--accept-removals")
    assert accepted.told["changes"] == {"created": 0, "updated": 0, "deleted": 2}
    assert list(accepted.told) == ["counts", "warnings", "changes", "not_valid"]


def test_rejected_records_are_told_by_their_ids(run: Run, tmp_path: Path) -> None:
    groups = [valid(Box.GROUPS) | {"ageFrom": "12", "localId": "лист 7"}]
    done = run("catalog", "import", _put(tmp_path / "a.json", package(groups=groups)), *KEMEROVO, "--json")
    assert done.told["not_valid"] == {box.value: {} for box in Box} | {
        "groups": {"лист 7": "age_reversed"},
        "schedules": {"5": "missing_group"},
    }
    table = run("catalog", "import", str(tmp_path / "a.json"), *KEMEROVO)
    assert "лист 7" in table.out


@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("half.json", lambda: SAMPLE.read_bytes()[:9_000], "%"),
        ("plain.txt", lambda: b"\0\1\2", "plain.txt"),
        ("empty.csv", lambda: b"", "шаблон"),
        ("missing.json", None, "missing.json"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_1(
    run: Run, tmp_path: Path, name: str, told: Callable[[], bytes] | None, said: str
) -> None:
    if told is not None:
        (tmp_path / name).write_bytes(told())
    done = run("catalog", "import", name, *KEMEROVO, "--json")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1, done.err
    assert said in done.err


def test_a_territory_that_is_unknown_and_wrong_usage(run: Run) -> None:
    assert run("catalog", "import", str(SAMPLE), "--territory", "atlantis").code == 1
    with pytest.raises(SystemExit) as left:
        parser().parse_args(["catalog", "import", str(SAMPLE)])
    assert left.value.code == 2


class _Site(BaseHTTPRequestHandler):
    """Gives the sample, and says when it has not changed."""

    def do_GET(self) -> None:
        if self.headers.get("If-None-Match") == '"1"':
            self.send_response(304)
            self.end_headers()
            return
        body = SAMPLE.read_bytes()
        self.send_response(200 if "package" in self.path else 404)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_an_address_is_asked_once_for_the_same_file(run: Run, site: str) -> None:
    first = run("catalog", "pull", f"{site}/package.json", *KEMEROVO, "--json")
    assert first.told["changes"] == {"created": 10, "updated": 0, "deleted": 0}
    again = run("catalog", "pull", f"{site}/package.json", *KEMEROVO, "--json")
    assert again.told == EXPECTED | {"changes": NOTHING}
    lost = run("catalog", "pull", f"{site}/other", *KEMEROVO, "--json")
    assert lost.code == 1
    assert "404" in lost.err
    assert run("catalog", "pull", "ftp://example.org", *KEMEROVO).code == 1


def test_the_template_is_a_table_that_can_be_imported(run: Run, tmp_path: Path) -> None:
    for kind in ("csv", "xlsx"):
        made = run("catalog", "template", "--format", kind, "--out", f"table.{kind}")
        assert made.out.strip() == f"table.{kind}"
    done = run("catalog", "import", "table.csv", *KEMEROVO, "--json")
    assert done.told["changes"] == {"created": 2, "updated": 0, "deleted": 0}
    assert run("catalog", "import", "table.xlsx", *KEMEROVO, "--json").told["changes"] == NOTHING
    assert run("catalog", "template", "--format", "csv", "--out", "no/such/folder.csv").code == 1
    shutil.rmtree(tmp_path, ignore_errors=True)
