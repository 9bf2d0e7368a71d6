"""Pictures are drawn anew: places, cameras, thumbnails and whatever hid behind the picture stay outside."""

import io
from typing import TYPE_CHECKING

from services.core.errors import Invalid

if TYPE_CHECKING:
    from PIL import Image

SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
MOST_PIXELS = 50_000_000
"""A phone's camera makes 12 to 50 millions; what unfolds into more is a bomb, or of no use."""
SIDE = 2400
"""Pixels of the longer side that are kept: a page of A4 at 200 dots to the inch."""
QUALITY = 82


def redraw(content: bytes) -> bytes:
    """The picture as a fresh JPEG, upright, on white. Raises Invalid: ``pixels`` or ``broken``.

    Its size is read and judged before any of it is unfolded.
    """
    from PIL import Image  # noqa: PLC0415 (only a process that takes uploads pays for it)

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            is_small = picture.width * picture.height <= MOST_PIXELS
            sheet = _sheet(picture) if is_small else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Invalid("file", "pixels") from bomb
    except Exception as broken:  # a decoder fed with anything raises anything: whatever it is, the picture is broken
        raise Invalid("file", "broken") from broken
    if sheet is None:
        raise Invalid("file", "pixels")
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _sheet(picture: "Image.Image") -> "Image.Image":
    """Unfold no more than is kept, turn it upright, and put it on white."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (see above)

    picture.draft("RGB", (SIDE, SIDE))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE))
    clear = upright.convert("RGBA")
    sheet = Image.new("RGB", clear.size, "white")
    sheet.paste(clear, mask=clear.getchannel("A"))
    return sheet
