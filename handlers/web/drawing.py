"""Pictures of QR codes inside a page: drawn here, nothing is fetched."""

import io

import segno
from markupsafe import Markup


def picture(text: str) -> Markup:
    """A QR code as SVG for a page."""
    return Markup(code(text))  # noqa: S704 (drawn here: a QR code has no markup of others in it)


def code(text: str, mask: int | None = None) -> str:
    """A QR code as the text of an SVG; a quarter of it may be dirty or torn.

    ``mask`` (0 to 7) spares the search for the best one, nine tenths of the work; every reader takes any of them.
    """
    out = io.BytesIO()
    drawn = segno.make(text, micro=False, error="q", mask=mask)
    drawn.save(out, kind="svg", scale=5, border=4, light="white", xmldecl=False, svgns=True)
    return out.getvalue().decode()
