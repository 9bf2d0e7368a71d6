"""Logs are JSON lines on stderr, Cyrillic kept; no text, names or documents ever enter them."""

import io
import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

import structlog

QUOTING = ("aiogram", "aiohttp", "aiosqlite", "alembic", "asyncio", "asyncpg", "httpcore", "httpx", "sqlalchemy")
"""Libraries whose lines below WARNING quote messages, parameters or rows: no level of ours opens them."""


class Unquoted(logging.Formatter):
    """A line of a library as JSON: who spoke, where and what kind of error. Its words may quote a person's data."""

    def format(self, record: logging.LogRecord) -> str:
        """Neither the message nor the traceback's text is kept."""
        line = {
            "event": "library",
            "logger": record.name,
            "level": record.levelname.lower(),
            "where": f"{record.module}:{record.lineno}",
            "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


class _Stderr(io.StringIO):
    """Whatever stands for stderr when a line is written: a captured one may be closed before the process ends."""

    def write(self, text: str) -> int:
        """Write to the stderr of now."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Nothing is held back here."""
        sys.stderr.flush()


class _Ours(logging.StreamHandler[TextIO]):
    """The one handler that is replaced when logs are set up again."""


def configure(level: str, stream: TextIO | None = None) -> None:
    """Set up structlog and keep the libraries from quoting anybody, whatever the level."""
    out = stream or _Stderr()
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler, _Ours)]:
        root.removeHandler(old)
    ours = _Ours(out)
    ours.setFormatter(Unquoted())
    root.addHandler(ours)
    root.setLevel(logging.WARNING)
    for name in QUOTING:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
    )
