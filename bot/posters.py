"""Posters with a QR code as PDF. Drawn in one thread of their own: the loop goes on meanwhile."""

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from importlib import resources

import segno

from handlers.common.words import current
from handlers.parent.programs.posters import Leaflet

QUIET_ZONE = 4
"""Empty modules around a code: scanners need them."""


async def draw(leaflet: Leaflet) -> bytes:
    """A PDF of one A4 page, in the language in use."""
    return await asyncio.get_running_loop().run_in_executor(_pool(), render, leaflet, current())


@cache
def _pool() -> ThreadPoolExecutor:
    """One thread: a page takes some hundredths of a second."""
    return ThreadPoolExecutor(1, thread_name_prefix="posters")


def render(leaflet: Leaflet, language: str) -> bytes:
    """Typeset the page; fonts come with the library, nothing is read from the machine."""
    import typst  # noqa: PLC0415 (its fonts cost 70 MB: only if asked)

    told = asdict(leaflet) | {"code": code(leaflet.link), "lang": language}
    source = resources.files("bot").joinpath("poster.typ").read_bytes()
    made = typst.compile(source, format="pdf", sys_inputs={"data": json.dumps(told)}, ignore_system_fonts=True)
    return bytes(made)


def code(link: str) -> str:
    """The QR code of a link as SVG; a quarter of it may be dirty or torn."""
    drawn = io.BytesIO()
    segno.make_qr(link, error="q").save(drawn, kind="svg", border=QUIET_ZONE, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
