"""A PDF is kept as it is, so it is looked through first: whole, open, without anything that acts (ISO 32000-2).

Names are read as a reader would (``/L#61unch`` is ``/Launch``), and streams that hold objects are unfolded, up to a
limit. What a hostile file could still do is held by how it is served: as an attachment, in a sandbox without scripts.
"""

import re
import zlib
from collections.abc import Iterator

from services.core.errors import Invalid

SIGN = b"%PDF-"
MOST_UNFOLDED = 32 * 1024 * 1024
"""Bytes of all unfolded object streams together."""
MOST_OBJECT_STREAMS = 2000
DICTIONARY = 4096
"""Bytes within which a stream begins after its dictionary has said what it is."""

_HEAD = re.compile(rb"%PDF-[12]\.[0-9][\s%]")
_END = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF[\s\0]*\Z")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECTS = re.compile(rb"/(?:O|#4[Ff])(?:b|#62)(?:j|#6[Aa])(?:S|#53)(?:t|#74)(?:m|#6[Dd])")
_BEGIN = re.compile(rb"stream\r?\n")
_ACTS = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")


def check(content: bytes) -> None:
    """Raise Invalid("file", …): ``broken``, ``tail``, ``locked`` or ``active``."""
    if not _HEAD.match(content):
        raise Invalid("file", "broken")
    end = _END.search(content, max(0, len(content) - 2048))
    if end is None:
        raise Invalid("file", "tail" if b"%%EOF" in content else "broken")
    if not 0 < int(end[1]) < len(content):
        raise Invalid("file", "broken")
    for part in (content, *_unfolded(content)):
        plain = _HEX.sub(lambda found: bytes([int(found[1], 16)]), part)
        if _LOCKED.search(plain):
            raise Invalid("file", "locked")
        if _ACTS.search(plain):
            raise Invalid("file", "active")


def _unfolded(content: bytes) -> Iterator[bytes]:
    """Streams of objects as plain bytes. Raises Invalid ``broken`` for more than may be unfolded."""
    left = MOST_UNFOLDED
    for number, said in enumerate(_OBJECTS.finditer(content)):
        begin = _BEGIN.search(content, said.end(), said.end() + DICTIONARY)
        if begin is None:
            continue
        try:
            part = zlib.decompressobj().decompress(memoryview(content)[begin.end() :], left)
        except zlib.error:
            continue  # (another filter, or none: it was read as it stands)
        left -= len(part)
        if left <= 0 or number >= MOST_OBJECT_STREAMS:
            raise Invalid("file", "broken")
        yield part
