"""What may be uploaded, by its contents and never by its name or what its sender says of it; pure."""

import hashlib
import unicodedata
from dataclasses import dataclass

from services.core.errors import Invalid
from services.uploads.rules import pdf, pictures

LARGEST = 10 * 1024 * 1024
"""Bytes of a file as it is sent."""
LARGEST_MB = LARGEST // 1024 // 1024
PIECE = 64 * 1024
"""Bytes that a browser sends at once: ten seconds at 50 kbit/s, and no more is lost with the line."""
MOST_OF_KIND = 6
"""Files of one kind for one child: the pages of a paper."""
MOST_HALF_SENT = 8
MOST_TOGETHER = 60 * 1024 * 1024
"""Bytes of all papers of a person: their archive is packed in memory."""
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it is kept: ``media`` is ``image/jpeg`` or ``application/pdf``."""

    media: str
    content: bytes


def checked(content: bytes) -> Checked:
    """Look at what was sent: a picture is drawn anew, a PDF is kept byte by byte if nothing in it acts.

    Raises Invalid("file", …): ``empty``, ``large``, ``kind`` (neither JPEG, PNG nor PDF), ``pixels`` (too many to
    unfold), ``broken``, ``locked`` (a PDF with a password), ``active`` (a PDF that acts), ``tail`` (a PDF with more
    behind its end).
    """
    if not content:
        raise Invalid("file", "empty")
    if len(content) > LARGEST:
        raise Invalid("file", "large")
    if content.startswith(pictures.SIGNS):
        return Checked("image/jpeg", pictures.redraw(content))
    if content.startswith(pdf.SIGN):
        pdf.check(content)
        return Checked("application/pdf", content)
    raise Invalid("file", "kind")


def shown_name(name: str) -> str:
    """A file's name to show: the last part of a path, without control, direction and invisible signs."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in last)
    return " ".join(plain.split())[:LONGEST_NAME]


def resume_mark(child_id: int, kind: str, told: str) -> str:
    """What a browser's own description of a file is kept as: enough to find it again, nothing to read."""
    return hashlib.sha256(f"{child_id}\0{kind}\0{told}".encode(errors="replace")).hexdigest()
