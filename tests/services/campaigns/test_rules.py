"""Lengths, files and buttons."""

from datetime import timedelta

import pytest

from services.campaigns import rules
from services.campaigns.errors import FileTooBig, TextTooLong
from services.campaigns.rules import FileKind, Goal, LinkButton
from services.core.errors import Invalid


@pytest.mark.parametrize(
    ("markup", "length"),
    [
        ("", 0),
        ("Привет", 6),
        ("<b>При</b>вет", 6),
        ('<a href="https://example.org/x?a=1&amp;b=2">тут</a>', 3),
        ("1 &lt; 2 &amp;", 7),
        ("👍", 2),
        ("&lt;b&gt;как есть&lt;/b&gt;", 15),
    ],
)
def test_length_is_without_markup_in_utf16(markup: str, length: int) -> None:
    assert rules.length(markup) == length


@pytest.mark.parametrize(("has_file", "limit"), [(False, 4096), (True, 1024)])
def test_the_longest_text(has_file: bool, limit: int) -> None:
    assert rules.check_text(f" <b>{'а' * limit}</b>\n", has_file=has_file) == f"<b>{'а' * limit}</b>"
    with pytest.raises(TextTooLong) as refused:
        rules.check_text("а" * (limit + 1), has_file=has_file)
    assert (refused.value.length, refused.value.limit) == (limit + 1, limit)


@pytest.mark.parametrize("text", ["", "  \n", "<b></b>"])
def test_an_empty_text(text: str) -> None:
    with pytest.raises(Invalid):
        rules.check_text(text, has_file=False)


@pytest.mark.parametrize(("kind", "most"), [(FileKind.PHOTO, 10), (FileKind.DOCUMENT, 20)])
def test_the_largest_file(kind: FileKind, most: int) -> None:
    rules.check_file(kind, most * rules.MEGABYTE)
    with pytest.raises(FileTooBig):
        rules.check_file(kind, most * rules.MEGABYTE + 1)


@pytest.mark.parametrize(
    ("typed", "button"),
    [
        ("Подробнее — https://example.org/a?b=1", ("Подробнее", Goal.LINK, "https://example.org/a?b=1")),
        ("Подробнее - https://example.org", ("Подробнее", Goal.LINK, "https://example.org")),
        ("Подробнее\nhttps://example.org", ("Подробнее", Goal.LINK, "https://example.org")),
        ("Подробнее https://example.org", ("Подробнее", Goal.LINK, "https://example.org")),
        ("Найти кружок — find", ("Найти кружок", Goal.FIND, "")),
        ("Найти кружок — поиск", ("Найти кружок", Goal.FIND, "")),
        ("Робототехника — программа 12", ("Робототехника", Goal.GROUP, "12")),
        ("Robotics — program 12", ("Robotics", Goal.GROUP, "12")),
    ],
)
def test_buttons(typed: str, button: tuple[str, Goal, str]) -> None:
    assert rules.parse_button(typed) == button


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Подробнее", "format"),
        ("https://example.org", "format"),
        ("— https://example.org", "label"),
        ("", "format"),
        ("Подробнее — example.org", "format"),
        ("Подробнее — http://example.org", "link"),
        ("Подробнее — tg://user?id=1", "link"),
        ("Подробнее — javascript://x.y", "link"),
        ("Подробнее — https://", "link"),
        ("Подробнее — https://nowhere", "link"),
        (f"Подробнее — https://example.org/{'a' * 1000}", "link"),
        (f"{'а' * 41} — find", "label"),
    ],
)
def test_buttons_that_cannot_be(typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.parse_button(typed)
    assert (refused.value.field, refused.value.why) == ("campaign_button", why)


def test_a_missing_language_falls_back() -> None:
    content = rules.content({"ru": "Привет"}, None, (LinkButton("Поиск", Goal.FIND),))
    assert content["en"] == content["ru"]
    assert content["ru"] == {
        "text": "Привет",
        "attachment": None,
        "buttons": [{"label": "Поиск", "to": Goal.FIND, "target": ""}],
    }


def test_a_second_person_above_the_threshold() -> None:
    assert not rules.needs_approval(50)
    assert rules.needs_approval(51)


def test_pace_and_forecast() -> None:
    assert rules.pace(0, 10, timedelta(seconds=5)) == rules.Pace(None, None)
    assert rules.pace(50, 100, timedelta(seconds=2)) == rules.Pace(25, timedelta(seconds=4))
