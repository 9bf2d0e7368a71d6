"""Telegram's HTML: parsed with Telegram's error texts, and rendered back safely for the page."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from typing import Any

from bot.sandbox.errors import ApiError, bad_request

Entity = dict[str, Any]

TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
TOKEN = re.compile(
    r"""<(?P<tag>(?:"[^"]*"|'[^']*'|[^>"'])*)(?P<close>>?)|&(?:\#\d+|\#x[0-9a-f]+|lt|gt|amp|quot);""", re.IGNORECASE
)
ATTRIBUTE = re.compile(r"""([^\s=]+)\s*(?:=\s*("[^"]*"|'[^']*'|\S*))?""")
SAFE_LINK = re.compile(r"(?:https?|tg)://\S+", re.IGNORECASE)


@dataclass
class _Open:
    name: str
    offset: int
    attributes: dict[str, str]


def length(text: str) -> int:
    """Length as Telegram counts it: in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@lru_cache(maxsize=2048)
def parse(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Turn HTML into text and entities (Bot API, «HTML style»); raise «can't parse entities» as Telegram words it."""
    if "<" not in source and "&" not in source:
        return trimmed(source, [])
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.written = 0
        self.opened: list[_Open] = []
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, tuple[Entity, ...]]:
        position = 0
        for token in TOKEN.finditer(self.source):
            self.write(self.source[position : token.start()])
            position = token.end()
            tag = token["tag"]
            if tag is None:
                self.write(unescape(token[0]))
            elif tag.startswith("/"):
                self.end(token)
            else:
                self.start(token)
        self.write(self.source[position:])
        if self.opened:
            raise bad_request(
                f"can't parse entities: Can't find end tag corresponding to start tag \"{self.opened[-1].name}\""
            )
        return trimmed("".join(self.parts), self.entities)

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.written += length(text)

    def start(self, token: re.Match[str]) -> None:
        name, space, rest = _split(token["tag"])
        if not token["close"] and not space:
            raise self.error("Unclosed start tag", token)
        if name not in TYPES:
            raise self.error(f'Unsupported start tag "{name}"', token)
        if not token["close"]:
            raise self.error(f'Unclosed start tag "{name}"', token)
        attributes = {
            key.lower(): unescape(value[1:-1] if value[:1] in {"'", '"'} else value)
            for key, value in ATTRIBUTE.findall(rest)
            if key.strip("/")
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.error('Tag "span" must have class "tg-spoiler"', token)
        self.opened.append(_Open(name, self.written, attributes))

    def end(self, token: re.Match[str]) -> None:
        if not token["close"]:
            raise self.error("Unclosed end tag", token)
        if not self.opened:
            raise self.error("Unexpected end tag", token)
        last = self.opened.pop()
        name = token["tag"][1:].strip().lower()
        if name and name != last.name:
            found = f', expected "</{last.name}>", found "</{name}>"'
            raise bad_request(f"can't parse entities: Unmatched end tag at byte offset {self.byte(token)}{found}")
        self.close(last)

    def close(self, tag: _Open) -> None:
        entity: Entity = {"type": TYPES[tag.name], "offset": tag.offset, "length": self.written - tag.offset}
        if tag.name == "a":
            entity["url"] = tag.attributes.get("href", "")
            if not SAFE_LINK.fullmatch(entity["url"]):
                return  # Telegram shows the text and silently forgets a link that is no link
        elif tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)

    def byte(self, token: re.Match[str]) -> int:
        return len(self.source[: token.start()].encode())

    def error(self, reason: str, token: re.Match[str]) -> ApiError:
        return bad_request(f"can't parse entities: {reason} at byte offset {self.byte(token)}")


def _split(tag: str) -> tuple[str, str, str]:
    match = re.match(r"(\S*)(\s?)(.*)", tag, re.DOTALL)
    return (match[1].lower(), match[2], match[3]) if match else ("", "", "")


def trimmed(text: str, entities: list[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Cut blanks at both ends, as Telegram does, and fit the entities to what is left."""
    cut = length(text) - length(text.lstrip())
    text = text.strip()
    end = length(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        stop = min(entity["offset"] + entity["length"] - cut, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, tuple(sorted(kept, key=lambda entity: (entity["offset"], -entity["length"])))


def render(text: str, entities: tuple[Entity, ...]) -> str:
    """Text and entities as HTML that is safe to insert: only Telegram's tags, everything else escaped."""
    units = text.encode("utf-16-le")
    ordered = sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return _render(units, 0, len(units) // 2, ordered)


def _render(units: bytes, start: int, stop: int, entities: list[Entity]) -> str:
    out = []
    position = start
    for index, entity in enumerate(entities):
        begin, end = entity["offset"], min(entity["offset"] + entity["length"], stop)
        if begin < position or begin >= stop:
            continue  # lies inside one that is drawn already, or is foreign to this text
        out.append(_plain(units, position, begin))
        inside = _render(units, begin, end, entities[index + 1 :])
        out.append(_wrap(entity, inside))
        position = end
    out.append(_plain(units, position, stop))
    return "".join(out)


def _plain(units: bytes, start: int, stop: int) -> str:
    return escape(units[start * 2 : stop * 2].decode("utf-16-le", "replace"))


def _wrap(entity: Entity, inside: str) -> str:
    kind = entity["type"]
    url = str(entity.get("url", ""))
    if kind == "text_link" and SAFE_LINK.fullmatch(url):
        return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{inside}</a>'
    tag = TAGS.get(kind)
    return f"<{tag}>{inside}</{tag}>" if tag else inside
