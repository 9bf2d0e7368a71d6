"""What a player of the demo types, and sees in a message."""

from bot.sandbox.client import Message
from handlers.parent.certificates.keyboards import ApplyTo

ANSWERS = {
    "representative:full_name": "Образцова Вера Игоревна",
    "representative:phone": "+7 900 000-00-01",
    "child:full_name": "Образцов Лев Игоревич",
    "child:snils": "112-233-445 95",
}
"""What the parent types, by form and question."""


def group_of(card: Message) -> int | None:
    """The group of a card, by its button that applies."""
    found = (button.data.split(":") for button in card.buttons)
    return next((int(part[1]) for part in found if part[0] == ApplyTo.__prefix__), None)


def code(text: str) -> str:
    """The six digits on the screen."""
    digits = "".join(char if char.isdigit() else " " for char in text).split()
    return next(word for word in digits if len(word) == 6)
