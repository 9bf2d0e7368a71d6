"""Commands of the command line, in this process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.main import main
from handlers.common import words
from services.core.crypto import install, keyring


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run commands one after another in an empty folder, in this process: importing the messenger takes seconds."""
    kept = keyring()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def command(*arguments: str, **environment: str) -> Done:
        with monkeypatch.context() as changed:
            for name, value in environment.items():
                changed.setenv(name, value)
            code = main(list(arguments))
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    yield command
    install(kept)
    words.use(words.DEFAULT)
