"""The five acts of the trial as published, with «…» in place of every person's name."""

import re
from pathlib import Path

SLUGS = ("apanasenkovsky", "kemerovo", "livny", "seversk", "smolensk")

_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_FOOTNOTE = re.compile(r"\[footnoteRef:\d+\]|\[\d+: [^\]]*\]")  # the mark, and the note inside the cell
_LONE_FIGURE = re.compile(r"^[ \t]*\d{1,2}[ \t]*$", re.MULTILINE)  # a page number or a footnote's mark on its own line
_HEADER = re.compile(  # repeats on each page of the table
    r"№ п/п Цель Тип индикатора Индикатор Базовая величина Целевой ориентир Ответственн ый исполнитель ",
)


def read_act(slug: str) -> str:
    return Path(__file__).with_name(f"{slug}.txt").read_text(encoding="utf-8")


def squeeze(text: str) -> str:
    """Collapse blanks; a line broken after a hyphen, or before a comma that followed a footnote's mark, is mended."""
    collapsed = " ".join(text.split())
    return re.sub(r"(?<=\w)- (?=\w)", "-", collapsed).replace(" ,", ",")


def squeezed_act(slug: str) -> str:
    """Give the act's words in one line, without bookmarks, footnotes, page numbers and repeated headers."""
    text = _FOOTNOTE.sub("", _BOOKMARK.sub("", read_act(slug)))
    if slug == "kemerovo":
        text = _LONE_FIGURE.sub("", text)
    return _HEADER.sub("", squeeze(text))


def cells(slug: str) -> list[str]:
    """Give the cells of an act whose tables are set with tabs, in the act's order."""
    text = _FOOTNOTE.sub("", _BOOKMARK.sub("", read_act(slug)))
    return [squeeze(cell) for cell in re.split(r"(?:^|\n)\t+", text)]
