"""What the small Telegram remembers: chats, messages, files, callback and inline queries."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.calls import CallLog, Faults
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.flood import Flood
from bot.sandbox.things import Answer, Asked, Message, Persona, StoredFile, Webhook
from bot.sandbox.updates import UpdateQueue

__all__ = ["BOT", "Chat", "Message", "Persona", "Query", "World", "as_telegram"]

MESSAGES_KEPT = 2000  # per chat: a benchmark pours for hours
TOASTS_KEPT = 50
FILES_KEPT = 500
CALLBACK_LIVES = 60.0  # Telegram gives no figure; after about a minute its answer is «query is too old»
BOT = {"id": 42, "is_bot": True, "first_name": "Кружок", "username": "kruzhok_demo_bot"}


@dataclass
class Chat:
    """A private chat with one person, and what the person's screen shows."""

    persona: Persona
    started: bool = False
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    reply_markup: dict[str, Any] | None = None
    toasts: list[dict[str, Any]] = field(default_factory=list)
    acts: int = 0  # how many times the bot did something here
    seq: int = 0
    news: Bell = field(default_factory=Bell)
    page_news: Bell = field(default_factory=Bell)
    """The bell of all chats: a page shows several at once."""

    @property
    def id(self) -> int:
        return self.persona.id

    @property
    def user(self) -> dict[str, Any]:
        """The person as Telegram's User."""
        person = self.persona
        return {
            "id": person.id, "is_bot": False, "first_name": person.first_name, "language_code": person.language_code,
        }  # fmt: skip

    def changed(self, message: Message | None = None) -> None:
        """Number the change and wake the page."""
        self.seq += 1
        if message is not None:
            message.seq = self.seq
            self.messages[message.id] = message
            while len(self.messages) > MESSAGES_KEPT:
                del self.messages[next(iter(self.messages))]
        self.news.ring()
        self.page_news.ring()

    def toast(self, text: str, *, alert: bool, url: str = "") -> None:
        """Show a callback's answer; an empty one only stops the button's spinner."""
        self.changed()
        said = {"seq": self.seq, "text": text, "alert": alert, "url": url}
        self.toasts = [*self.toasts[-TOASTS_KEPT:], said]


@dataclass
class Query:
    """A press that waits for answerCallbackQuery."""

    chat: Chat
    at: float
    answered: bool = False


class World:
    """All state of one sandbox; the clocks are injected."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] | None = None,
        now: Callable[[], float] = time.monotonic,
        flood: Flood | None = None,
        personas: Iterable[Persona] = (),
        log: CallLog | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self.now = now
        self.flood = flood
        self.log = log or CallLog()
        self.faults = faults or Faults()
        # ids start at the clock's seconds: a kept database never takes a new update for an old one
        first = int(self.clock().timestamp())
        self.updates = UpdateQueue(first)
        self.webhook = Webhook()
        self._message_ids = count(first)
        self._person_ids = count(first)
        self.chats: dict[int, Chat] = {}
        self.news = Bell()
        self.queries: dict[str, Query] = {}
        self.asked: dict[str, Asked] = {}
        self.cached: dict[tuple[str, str, int], tuple[float, Answer]] = {}
        self.inline_messages: dict[str, tuple[Chat, Message]] = {}
        self.files: dict[str, StoredFile] = {}
        self.settings: dict[str, Any] = {}
        self.admit_all(personas)

    def admit_all(self, personas: Iterable[Persona]) -> None:
        for persona in personas:
            self.admit(persona)

    def admit(self, persona: Persona) -> Chat:
        """Let a person in."""
        chat = self.chats[persona.id] = Chat(persona, started=persona.started, page_news=self.news)
        return chat

    def new_person_id(self) -> int:
        return next(self._person_ids)

    def today(self) -> int:
        """The clock's seconds, for dates in messages."""
        return int(self.clock().timestamp())

    def new_message(self, chat: Chat, *, from_bot: bool, **fields: Any) -> Message:
        """Put a message into a chat."""
        message = Message(id=next(self._message_ids), from_bot=from_bot, date=self.today(), **fields)
        chat.acts += from_bot
        chat.changed(message)
        return message

    def chat(self, chat_id: Any) -> Chat:
        """The chat that a bot may speak into; 400 before the person pressed Start."""
        try:
            chat = self.chats.get(int(chat_id))
        except (TypeError, ValueError):
            chat = None
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        return chat

    def must_reach(self, chat: Chat) -> None:
        """Refuse with 403 what is said to a person who blocked the bot."""
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")

    def store(self, name: str, mime: str, content: bytes) -> StoredFile:
        """Keep bytes for getFile."""
        stored = StoredFile(secrets.token_urlsafe(18), name, mime, content)
        self.files[stored.id] = stored
        while len(self.files) > FILES_KEPT:
            del self.files[next(iter(self.files))]
        return stored

    def push(self, chat: Chat, kind: str, body: dict[str, Any]) -> int | None:
        """A person's touch becomes an update, and earns the bot one uncounted answer."""
        if self.flood:
            self.flood.touch(chat.id)
        return self.updates.push(kind, body)

    def close(self) -> None:
        """Let every long poll go."""
        self.updates.close()
        self.news.ring()
        for chat in self.chats.values():
            chat.news.ring()


def as_telegram(chat: Chat, message: Message) -> dict[str, Any]:
    """A message as the Bot API shows it."""
    seen: dict[str, Any] = {
        "message_id": message.id,
        "from": BOT if message.from_bot else chat.user,
        "chat": {"id": chat.id, "type": "private", "first_name": chat.persona.first_name},
        "date": message.date,
        **message.body,
    }
    prefix = "" if message.has_text else "caption_"
    if message.text:
        seen["text" if message.has_text else "caption"] = message.text
    if message.entities:
        seen[f"{prefix}entities"] = list(message.entities)
    if message.markup and "inline_keyboard" in message.markup:
        seen["reply_markup"] = message.markup
    if message.edited:
        seen["edit_date"] = message.edited
    if message.via_bot:
        seen["via_bot"] = BOT
    return seen
