"""Text cleaning: what people typed into a rich editor becomes plain words."""

import html
import re

_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_LOUD = re.compile(r"<(script|style)\b", re.IGNORECASE)
_CLOSING = {
    "script": re.compile(r"</script\b[^<>]*>", re.IGNORECASE),
    "style": re.compile(r"</style\b[^<>]*>", re.IGNORECASE),
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Controls and halves of surrogate pairs: no database and no page takes them."""


def clean(text: str) -> tuple[str, bool]:
    """Plain text, and whether it held tags or entities.

    Scripts and styles go with their content, a tag becomes a blank, entities are unescaped once, blanks are squeezed.
    ``<`` that no Latin letter, ``/`` or ``!`` follows is a sign and stays: «Возраст <10 лет». Linear in the length,
    whatever was typed.
    """
    is_marked = False
    if "<" in text:
        plain = _without_tags(text)
        is_marked = plain != text
        text = plain
    if "&" in text:
        plain = _unescaped(text)
        is_marked = is_marked or plain != text
        text = plain
    return squeeze(text), is_marked


def squeeze(text: str) -> str:
    """One blank between words, none around; no control characters."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    text = " ".join(text.split())
    return text if text.isprintable() else _UNPRINTABLE.sub("", text).strip()


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a number of thousands of digits is no character
        return text


def _without_tags(text: str) -> str:
    text = _without_loud(text)
    end = text.rfind(">") + 1  # behind it no tag can end, and a search for an end would look for ever
    return _TAG.sub(" ", text[:end]) + text[end:]


def _without_loud(text: str) -> str:
    """Without scripts and styles; one that is never closed loses only its tag."""
    kept: list[str] = []
    start = 0
    open_ended: set[str] = set()
    for opening in _LOUD.finditer(text):
        kind = opening[1].lower()
        if opening.start() < start or kind in open_ended:
            continue
        closing = _CLOSING[kind].search(text, opening.end())
        if closing is None:
            open_ended.add(kind)
            continue
        kept.append(text[start : opening.start()])
        start = closing.end()
    return "".join((*kept, text[start:]))
