"""One person with a phone, for the tests and the demo script: reads, types and presses what is in sight."""

from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlencode

from bot.sandbox.seen import Button, Message, NoSuchButton, Offer

SCREENS = 3  # buttons further up are out of sight
PATIENCE = 5.0
POLL = 20.0


class Line(Protocol):
    """The way to the sandbox."""

    quiet: float

    async def get(self, path: str, **query: Any) -> dict[str, Any]: ...

    async def post(self, path: str, body: dict[str, Any] | None = None, files: Any = None) -> dict[str, Any]: ...

    async def location(self, path: str) -> str: ...


class Person:
    """One person with a phone: reads, types and presses what is in sight."""

    def __init__(self, client: Line, person_id: int, role: str = "", start_payload: str | None = None) -> None:
        self._client = client
        self._path = f"/sandbox/chats/{person_id}"
        self.id = person_id
        self.role = role
        self.start_payload = start_payload
        self.taps = 0
        self.inputs = 0
        self.toasts: list[dict[str, Any]] = []
        self.reply_keyboard: list[list[dict[str, str]]] = []
        self._messages: dict[int, Message] = {}
        self._seq = 0
        self._acts = 0

    @property
    def messages(self) -> list[Message]:
        """What the chat shows now, oldest first."""
        return [message for _, message in sorted(self._messages.items())]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return next(message for message in reversed(self.messages) if message.from_bot)

    @property
    def screen(self) -> Message:
        """The bot's message that was sent or edited last."""
        return max((message for message in self.messages if message.from_bot), key=lambda message: message["seq"])

    @property
    def visible(self) -> list[Button]:
        """Buttons in sight: of the last three messages of the bot, newest first, then the reply keyboard."""
        shown = [message for message in reversed(self.messages) if message.from_bot][:SCREENS]
        keys = [
            Button(key["text"], "reply", "", "", 0, row, col)
            for row, line in enumerate(self.reply_keyboard)
            for col, key in enumerate(line)
        ]
        return [button for message in shown for button in message.buttons] + keys

    async def start(self, payload: str | None = None) -> Message:
        """Press Start, with a deep link's payload if given."""
        self.taps += 1
        return await self._touch("start", {"payload": payload})

    async def send(self, text: str) -> Message:
        """Type a text; a command counts as a tap."""
        if text.startswith("/"):
            self.taps += 1
        else:
            self.inputs += 1
        return await self._touch("text", {"text": text})

    async def press(self, wanted: str | Callable[[Button], bool]) -> Message:
        """Press a visible button by its label (exact, else a part of it) or by a predicate."""
        button = self.find(wanted)
        self.taps += 1
        if button.kind == "reply":
            return await self._touch("reply-button", {"text": button.text})
        return await self._touch("press", {"message_id": button.message_id, "row": button.row, "col": button.col})

    def find(self, wanted: str | Callable[[Button], bool]) -> Button:
        """The visible button that press() would press; raises NoSuchButton."""
        buttons = [button for button in self.visible if button.kind in {"callback", "reply"}]
        if callable(wanted):
            found = [button for button in buttons if wanted(button)]
        else:
            found = [button for button in buttons if button.text == wanted]
            found = found or [button for button in buttons if wanted in button.text]
        if not found:
            raise NoSuchButton(str(wanted), [button.text for button in self.visible])
        return found[0]

    async def open_web_app(self, label: str) -> str:
        """The address of a visible Mini App button with signed launch data, as the phone would open it."""
        if any(key == {"text": label, "kind": "web_app"} for row in self.reply_keyboard for key in row):
            self.taps += 1
            return await self._client.location(f"{self._path}/web-app?{urlencode({'key': label})}")
        for button in self.visible:
            if button.kind == "web_app" and label in button.text:
                self.taps += 1
                query = f"message_id={button.message_id}&row={button.row}&col={button.col}"
                return await self._client.location(f"{self._path}/web-app?{query}")
        raise NoSuchButton(label, [button.text for button in self.visible])

    async def forge(self, message_id: int, data: str) -> Message:
        """Send a press with any data, as a modified client can."""
        return await self._touch("press", {"message_id": message_id, "data": data})

    async def send_sticker(self) -> Message:
        return await self._touch("sticker", {})

    async def send_location(self, lat: float, lon: float, key: str | None = None) -> Message:
        """Send a place; `key` is the reply keyboard's button that asked for it."""
        return await self._touch("location", {"lat": lat, "lon": lon, "key": key})

    async def send_contact(self, phone: str, key: str | None = None) -> Message:
        return await self._touch("contact", {"phone": phone, "key": key})

    async def send_file(self, name: str, content: bytes, *, as_photo: bool = False) -> Message:
        """Send a file as a document, or a picture as a photo."""
        files: dict[str, Any] = {"file": (name, content), **({"as_photo": (None, "1")} if as_photo else {})}
        done = await self._client.post(f"{self._path}/file", files=files)
        return await self._settle(done["update_id"])

    async def ask_inline(self, query: str, offset: str = "", timeout: float = 10) -> Offer:  # noqa: ASYNC109
        """Type «@bot query» in any chat and see what the bot offers."""
        self.inputs += 1
        body = {"query": query, "offset": offset, "timeout": timeout}
        return Offer(await self._client.post(f"{self._path}/inline", body))

    async def choose(self, offer: Offer, title: str, to: "Person | None" = None) -> None:
        """Pick an offered result by its title; it becomes a message here, or in another person's chat.

        The bot need not answer that: wait_for() what it says.
        """
        self.taps += 1
        body = {"query_id": offer["query_id"], "result_id": offer.find(title), "to": to and to.id}
        await self._client.post(f"{self._path}/choose", body)
        await self.refresh()

    async def block(self, *, on: bool = True) -> None:
        """Block the bot or let it in again; nobody waits for an answer."""
        done = await self._client.post(f"{self._path}/block", {"on": on})
        await self._confirmed(done["update_id"])

    async def refresh(self, timeout: float = 0) -> bool:  # noqa: ASYNC109
        """Read what is new, waiting for it at most so long; whether anything was."""
        seen = await self._client.get(self._path, after=self._seq, timeout=timeout)
        news = bool(seen["seq"] != self._seq)
        if seen["reset"]:
            self._messages.clear()
        for message in seen["messages"]:
            if message["deleted"]:
                self._messages.pop(message["message_id"], None)
            else:
                self._messages[message["message_id"]] = Message(message)
        self.toasts += seen["toasts"]
        self.reply_keyboard = seen["reply_keyboard"] or []
        self._seq, self._acts = seen["seq"], seen["acts"]
        return news

    async def wait_for(self, predicate: Callable[[Message], bool], timeout: float = 10) -> Message:  # noqa: ASYNC109
        """Wait for a bot's message that fits (a notice); newest first; TimeoutError if none comes."""
        until = monotonic() + timeout
        await self.refresh()
        while True:
            for message in reversed(self.messages):
                if message.from_bot and predicate(message):
                    return message
            left = until - monotonic()
            if left <= 0:
                raise TimeoutError([message.text for message in self.messages][-3:])
            await self.refresh(min(left, POLL))

    async def _touch(self, kind: str, body: dict[str, Any]) -> Message:
        done = await self._client.post(f"{self._path}/{kind}", body)
        return await self._settle(done["update_id"], pressed=kind == "press")

    async def _settle(self, update_id: int | None, *, pressed: bool = False) -> Message:
        acts, toasts = self._acts, len(self.toasts) + pressed
        await self._confirmed(update_id)
        await self.refresh()
        until = monotonic() + PATIENCE
        # a bot that confirms before it has answered is given a moment; one that confirms after costs nothing
        while (self._acts == acts or len(self.toasts) < toasts) and (left := until - monotonic()) > 0:
            await self.refresh(left)
        while self._client.quiet and await self.refresh(self._client.quiet):
            continue  # a second message or an edit may follow the first
        return self.screen

    async def _confirmed(self, update_id: int | None) -> None:
        if update_id is None:
            return
        if not (await self._client.get(f"/sandbox/updates/{update_id}", timeout=POLL))["done"]:
            raise TimeoutError(f"the bot did not confirm update {update_id}")
