"""The small things of the small Telegram: persons, messages, files, presses, inline queries, the webhook's address."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.html import Entity

Json = dict[str, Any]
MEGABYTE = 1024 * 1024
FETCH_MOST = 20 * MEGABYTE  # Bot API, getFile


@dataclass(frozen=True)
class Persona:
    """A person of the page known before the start; `started` when a kept database knows them already."""

    id: int
    first_name: str
    role: str = ""
    language_code: str = "ru"
    start_payload: str | None = None
    started: bool = False


@dataclass
class Message:
    """One message; `body` is Telegram's own field for what is no text (document, sticker …)."""

    id: int
    from_bot: bool
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    body: Json = field(default_factory=dict)
    markup: Json | None = None
    edited: int | None = None
    deleted: bool = False
    seq: int = 0
    via_bot: bool = False
    """Chosen from the bot's inline results."""
    inline_id: str | None = None
    """How the bot may edit a message that was chosen from its results."""
    sender: Json | None = None
    """Who wrote it, when it is neither the bot nor the chat's own person."""

    @property
    def keyboard(self) -> list[list[Json]]:
        """Rows of the inline keyboard."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def has_text(self) -> bool:
        return not self.body


@dataclass(frozen=True)
class StoredFile:
    """Bytes that crossed the sandbox in either direction."""

    id: str
    name: str
    mime: str
    content: bytes

    @property
    def path(self) -> str:
        return f"documents/{self.id}"

    @property
    def is_too_big(self) -> bool:
        """Whether a bot may not fetch it."""
        return len(self.content) > FETCH_MOST


@dataclass(frozen=True)
class Result:
    """One inline result: what the person chooses from, and the message that it becomes."""

    id: str
    kind: str
    title: str
    description: str
    message: Json
    """Fields of the message: text, entities, body, markup."""


@dataclass(frozen=True)
class Answer:
    """The bot's answer to an inline query."""

    results: tuple[Result, ...]
    next_offset: str = ""
    button: Json | None = None


@dataclass
class Asked:
    """An inline query: who typed what, and the bot's answer when it has come."""

    id: str
    person_id: int
    text: str
    offset: str
    at: float
    answer: Answer | None = None

    def key(self, *, is_personal: bool) -> tuple[str, str, int]:
        """Under what an answer is kept for others, or for this person alone (answerInlineQuery, is_personal)."""
        return self.text, self.offset, self.person_id if is_personal else 0


@dataclass
class Webhook:
    """Where updates are posted, as setWebhook said; an empty address is none."""

    url: str = ""
    secret: str = ""
    most: int = 40
    allowed: list[str] | None = None
    error: tuple[int, str] | None = None
    """When and why the last post failed."""
