"""Settings of a process: from the environment, then from ``.env`` in the working folder."""

from io import StringIO
from pathlib import Path
from typing import Literal

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class SettingsBroken(Exception):
    """A setting cannot be used; the message names it and what is expected, never its value."""


class Settings(BaseSettings):
    """Every knob of the desk; README's table says the same."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite+aiosqlite:///./kruzhok.db"
    key_file: Path = Path("kruzhok.key")
    uploads_folder: Path | None = None
    """Where uploaded papers lie, sealed; beside the database's folder and never inside it (see ``uploads``)."""
    public_url: str | None = None
    trial_chat_forms: bool = False
    operator_kind: Literal["body", "institution", "other"] | None = None
    """Who runs the desk (41-FZ, article 15): a state or municipal body, an organisation under one, or anybody else."""
    channel_mode: Literal["full", "public_info"] | None = None
    """What the messenger carries; by default what ``operator_kind`` allows."""
    web_host: str = "127.0.0.1"
    web_port: int | None = Field(default=None, ge=1, le=65535)
    """Where the pages of ``PUBLIC_URL`` are served; behind a proxy that speaks https. Nowhere while it is not set."""
    sms_url: str | None = None
    """The operator's address for text messages with codes; without it a private desk signs at the office only."""
    sms_token: SecretStr = SecretStr("")
    web_frames: str = "https://web.telegram.org"
    """Sites that may show the pages in a frame, with blanks between: the messenger's client in a browser."""
    webapp_script_url: str = "https://telegram.org/js/telegram-web-app.js"
    """The messenger's own script for Mini Apps."""
    import_max_mb: int = Field(default=1000, ge=1, le=20_000)
    """Millions of bytes that a file of the catalogue may have."""
    catalog_urls: dict[str, str] = {}
    """Where a territory's catalogue is pulled from at night: JSON, slug to address."""
    throttle_touches: int = Field(default=30, ge=1)
    """Touches of one person that are acted on within ten seconds."""
    notices_per_second: int = Field(default=30, ge=1, le=30)
    log_level: str = "INFO"
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    """Where ``/metrics`` is served; nowhere while it is not set."""

    @property
    def uploads(self) -> Path:
        """The folder of uploads: the one that is set, else «…-uploads» beside the folder of the database."""
        if self.uploads_folder is not None:
            return self.uploads_folder
        home = self.database_folder or Path.cwd()
        return home.parent / f"{home.name or 'kruzhok'}-uploads"

    @property
    def database_folder(self) -> Path | None:
        """The folder of an SQLite file; None for a server's database or one in memory."""
        parsed = make_url(self.database_url)
        is_file = parsed.get_backend_name() == "sqlite" and bool(parsed.database) and parsed.database != ":memory:"
        return Path(parsed.database or "").resolve().parent if is_file else None


def load_settings(**overrides: object) -> Settings:
    """Read the settings. Raises SettingsBroken with the names of those that cannot be used."""
    _check_env_file(Path(".env"))
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks what the caller overrides
    except ValidationError as broken:
        told = "; ".join(f"{'.'.join(str(at) for at in e['loc']).upper()}: {e['msg']}" for e in broken.errors())
        raise SettingsBroken(told) from None
    _check_place(settings.database_url)
    return settings


def _check_place(url: str) -> None:
    """SQLite makes a file, never its folder: say so before a thread of the driver does."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsBroken("DATABASE_URL: not a database address") from None
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database).parent.is_dir():
        raise SettingsBroken(f"DATABASE_URL: there is no folder {Path(parsed.database).parent}")


def _check_env_file(path: Path) -> None:
    """A line that is no ``NAME=value`` would be skipped in silence, and its setting with it."""
    if not path.exists():
        return
    try:
        text = path.read_bytes().decode()
    except (UnicodeDecodeError, OSError) as broken:
        raise SettingsBroken(f".env cannot be read ({type(broken).__name__}); it must be text, NAME=value") from None
    for binding in parse_stream(StringIO(text)):
        is_blank = binding.key is None and not binding.error
        if not is_blank and (binding.error or binding.value is None or "\0" in binding.original.string):
            raise SettingsBroken(f".env, line {binding.original.line}: expected NAME=value")
