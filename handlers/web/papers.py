"""Papers of the pages as PDF: one sheet of a title, a text and lines of facts. Drawn beside the loop."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from handlers.parent.certificates.paper import Paper
from handlers.staff.indicators.annex import Annex
from handlers.web.drawing import code

Standard = Literal["a-2b"]

MASK = 3
"""Of the QR code of a certificate: a sheet has 30 ms."""
LINE = "_" * 40
"""Where a pen writes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper; ``foot`` is small."""

    title: str
    body: str
    facts: tuple[tuple[str, str], ...]
    foot: str = ""
    code: str = ""
    """A QR code as the text of an SVG."""


async def draw(sheet: Sheet, language: str) -> bytes:
    """A PDF in this language."""
    return await beside(lambda: render(sheet, language))


async def beside(work: Callable[[], bytes]) -> bytes:
    """Do something long beside the loop."""
    return await asyncio.get_running_loop().run_in_executor(pool(), work)


@cache
def pool() -> ThreadPoolExecutor:
    """Threads for papers and archives: a sheet takes some hundredths of a second."""
    return ThreadPoolExecutor(2, thread_name_prefix="papers")


def render(sheet: Sheet, language: str) -> bytes:
    """Typeset the sheet."""
    return typeset("paper.typ", asdict(sheet) | {"lang": language})


def certificate(paper: Paper) -> bytes:
    """Typeset a certificate to be kept: PDF/A-2b (ISO 19005-2), with its QR code."""
    return typeset("certificate.typ", paper.told(code(paper.link, MASK)), "a-2b")


def annex(told: Annex) -> bytes:
    """Typeset the table of indicators to be kept: PDF/A-2b, A4 across."""
    return typeset("annex.typ", asdict(told), "a-2b")


def typeset(source: str, told: dict[str, Any], *standards: Standard) -> bytes:
    """A PDF of a layout of ours and its data; fonts come with the library, nothing is read from the machine."""
    import typst  # noqa: PLC0415 (its fonts cost 70 MB: only if asked)

    made = typst.compile(
        _source(source),
        format="pdf",
        sys_inputs={"data": json.dumps(told)},
        ignore_system_fonts=True,
        pdf_standards=list(standards),
    )
    return bytes(made)


@cache
def _source(name: str) -> bytes:
    return resources.files("handlers.web").joinpath(name).read_bytes()
