"""What a message to everyone may be: lengths, buttons, files, and when a second person must agree. Pure."""

import html
import re
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from services.campaigns.errors import FileTooBig, TextTooLong, TooManyButtons
from services.core.errors import Invalid

MAIN_LANGUAGE = "ru"
"""Whoever has no text in their own language reads this one."""
LANGUAGES = (MAIN_LANGUAGE, "en")
APPROVAL_ABOVE = 50
"""More recipients than these need a second person's approval."""
AGAIN_WITHIN = timedelta(hours=24)
"""The same text to the same people sooner than this is asked about once more."""
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_BUTTONS = 2
LONGEST_LABEL = 40
LONGEST_LINK = 1000
MEGABYTE = 1024 * 1024
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BUTTON = re.compile(
    r"^(?P<label>.*\S)(?:\s*\n\s*|\s+[—–-]\s+|\s+)"
    r"(?P<to>[a-zA-Z][a-zA-Z0-9+.-]*://\S*|find|поиск|(?:program|программа)\s+(?P<number>\d{1,15}))$",
    re.IGNORECASE | re.DOTALL,
)


class Recipients(StrEnum):
    """Whom it is for."""

    PARENTS = "parents"
    PROVIDERS = "providers"


class Holding(StrEnum):
    """Which parents: with a certificate (reserved or active), without one, or all."""

    ANY = "any"
    WITH = "with"
    WITHOUT = "without"


class FileKind(StrEnum):
    """A picture is shown in the message, a document stands under it as a file."""

    PHOTO = "photo"
    DOCUMENT = "document"


LARGEST = {FileKind.PHOTO: 10 * MEGABYTE, FileKind.DOCUMENT: 20 * MEGABYTE}
"""Bytes."""


class Goal(StrEnum):
    """Where a button leads: a page on the web, the search of the desk, or a group's card."""

    LINK = "link"
    FIND = "find"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One picture or document; ``file`` is the messenger's own reference."""

    kind: FileKind
    file: str


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button under the message; ``target`` is a link or a group's number, empty for the search."""

    label: str
    to: Goal
    target: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is meant; ``focus`` narrows to those with a case (parents) or a program (providers) of that focus."""

    recipients: Recipients = Recipients.PARENTS
    certificate: Holding = Holding.ANY
    focus: str | None = None


def length(markup: str) -> int:
    """How long the text is without its markup, in UTF-16 units: so the messengers count."""
    plain = html.unescape(_TAG.sub("", markup))
    return len(plain.encode("utf-16-le", "surrogatepass")) // 2


def check_text(markup: str, *, has_file: bool) -> str:
    """The text without blanks around it. Raises Invalid for an empty one and TextTooLong."""
    markup = markup.strip()
    if not length(markup):
        raise Invalid("campaign_text", "empty")
    limit = LONGEST_CAPTION if has_file else LONGEST_TEXT
    if (found := length(markup)) > limit:
        raise TextTooLong(found, limit, has_file=has_file)
    return markup


def check_file(kind: FileKind, size: int) -> None:
    """Raise FileTooBig for more bytes than people can be sent."""
    if size > LARGEST[kind]:
        raise FileTooBig(kind, size // MEGABYTE, LARGEST[kind] // MEGABYTE)


def parse_button(text: str) -> tuple[str, Goal, str]:
    """Read «label — goal», a goal being an https link, «find» or «program 12»; the target of a program is its number.

    Raises Invalid: format, label (too long), link (not https or too long).
    """
    found = _BUTTON.match(text.strip())
    if found is None:
        raise Invalid("campaign_button", "format")
    label, goal = found["label"].strip(" —–-\n"), found["to"]
    if not 0 < len(label) <= LONGEST_LABEL:
        raise Invalid("campaign_button", "label")
    if found["number"] is not None:
        return label, Goal.GROUP, found["number"]
    if "://" not in goal:
        return label, Goal.FIND, ""
    if not re.fullmatch(r"https://[^\s/?#]+\.[^\s/?#]+\S*", goal, re.IGNORECASE) or len(goal) > LONGEST_LINK:
        raise Invalid("campaign_button", "link")
    return label, Goal.LINK, goal


def check_room_for_button(there: int) -> None:
    """Raise TooManyButtons if there are enough already."""
    if there >= MOST_BUTTONS:
        raise TooManyButtons(MOST_BUTTONS)


def needs_approval(count: int) -> bool:
    """Whether so many recipients need a second person."""
    return count > APPROVAL_ABOVE


def content(
    texts: dict[str, str], attachment: Attachment | None, buttons: tuple[LinkButton, ...]
) -> dict[str, dict[str, Any]]:
    """What is handed to the delivery, by language; a language without a text gets the main one's."""
    shared = {
        "attachment": asdict(attachment) if attachment else None,
        "buttons": [asdict(button) for button in buttons],
    }
    return {language: {"text": texts.get(language, texts[MAIN_LANGUAGE]), **shared} for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages in a second, and how long the rest takes at that pace; None while nothing can be said."""

    per_second: float | None
    left: timedelta | None


def pace(served: int, pending: int, elapsed: timedelta) -> Pace:
    """The pace of ``served`` messages in ``elapsed``, and the forecast for ``pending``."""
    seconds = elapsed.total_seconds()
    if served <= 0 or seconds <= 0:
        return Pace(None, None)
    rate = served / seconds
    return Pace(rate, timedelta(seconds=pending / rate))
