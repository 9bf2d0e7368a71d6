"""What a person sees, as the driver gives it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A button as the person sees it; reply keyboard buttons have message_id 0."""

    text: str
    kind: str
    data: str
    url: str
    message_id: int
    row: int
    col: int


class NoSuchButton(LookupError):
    """No visible button is called so; says which are visible."""

    def __init__(self, wanted: str, visible: list[str]) -> None:
        super().__init__(f"no button {wanted!r}; visible: {visible}")
        self.visible = visible


class Message(dict[str, Any]):
    """A message as the sandbox shows it, with its usual parts by name."""

    @property
    def id(self) -> int:
        return int(self["message_id"])

    @property
    def text(self) -> str:
        return str(self.get("text", ""))

    @property
    def from_bot(self) -> bool:
        return bool(self["from_bot"])

    @property
    def buttons(self) -> list[Button]:
        """All inline buttons, row by row."""
        return [
            Button(key["text"], key["kind"], key.get("data", ""), key.get("url", ""), self.id, row, col)
            for row, keys in enumerate(self.get("buttons", []))
            for col, key in enumerate(keys)
        ]


class Offer(dict[str, Any]):
    """What the bot offers inline: `answered`, `results`, `next_offset`, `button`."""

    @property
    def titles(self) -> list[str]:
        return [result["title"] for result in self["results"]]

    def find(self, title: str) -> str:
        """The id of a result by its title (exact, else a part of it); raises NoSuchButton."""
        results = self["results"]
        for result in [one for one in results if one["title"] == title] or results:
            if title in result["title"]:
                return str(result["id"])
        raise NoSuchButton(title, self.titles)
