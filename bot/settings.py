"""Settings of a process: from the environment, then from ``.env`` in the working folder."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsBroken(Exception):
    """A setting cannot be used; the message names it and what is expected, never its value."""


class Settings(BaseSettings):
    """Every knob of the desk; README's table says the same."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite+aiosqlite:///./kruzhok.db"
    key_file: Path = Path("kruzhok.key")
    public_url: str | None = None
    trial_chat_forms: bool = False
    throttle_touches: int = Field(default=30, ge=1)
    """Touches of one person that are acted on within ten seconds."""
    notices_per_second: int = Field(default=30, ge=1, le=30)
    log_level: str = "INFO"


def load_settings(**overrides: object) -> Settings:
    """Read the settings. Raises SettingsBroken with the names of those that cannot be used."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks what the caller overrides
    except ValidationError as broken:
        told = "; ".join(f"{'.'.join(str(at) for at in e['loc']).upper()}: {e['msg']}" for e in broken.errors())
        raise SettingsBroken(told) from None
    except (UnicodeDecodeError, OSError) as broken:
        raise SettingsBroken(f".env cannot be read ({type(broken).__name__})") from None
