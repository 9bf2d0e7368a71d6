"""The words and buttons of a card: within one screen whatever the organiser wrote, and never markup."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from aiogram.types import InlineKeyboardButton

from bot.sandbox.html import parse
from handlers.common import ages
from handlers.common.screen import Row, button
from handlers.common.words import use
from handlers.parent.certificates.keyboards import ApplyTo
from handlers.parent.programs import card_keyboards, card_texts, details, inline_texts, sharing_texts, why, wishes_texts
from handlers.parent.programs.buttons import Details, Keep, Watch, to_card
from handlers.parent.programs.facts import CardFacts
from handlers.parent.programs.keyboards import Find, GroupCard, Groups, Results
from handlers.parent.programs.posters import leaflet
from handlers.parent.programs.screens import card_screen
from services.certificates.queries import Clash
from services.feedback.queries import Satisfaction
from services.programs.models import Focus, Level, OvzType, ProgramStatus, StudyForm, Unpaid
from services.programs.queries import GroupView
from services.programs.queries.similar import Similar
from services.programs.queries.wishes import Kept, Page, Watched, Wishes
from services.programs.rules import LessonView
from services.programs.rules.openness import Bar, Closed, why_closed
from services.providers.models import Sector
from services.providers.queries import ProviderView
from services.territories.queries import shipped_texts
from services.territories.rules import parse as parse_pack
from tests.support.views import SATURDAY, group_view

TODAY = date(2026, 9, 7)
ZONE = ZoneInfo("Europe/Moscow")
EVIL = '<b>& "{x}</i>'
WEEK = tuple(LessonView(day, f"1{day}:00", 90) for day in range(7))
LONG: dict[str, Any] = {
    "title": EVIL * 20,
    "summary": EVIL * 60,
    "focus": Focus.TOURISM,
    "form": StudyForm.MIXED,
    "level": Level.ADVANCED,
    "is_adapted": True,
    "ovz": 2 ** len(OvzType) - 1,
    "from_months": 79,
    "below_months": 221,
    "hours": 1440,
    "hour_price": 150_050,
    "price": 123_456_78,
    "address": EVIL * 20,
    "group_title": EVIL * 9,
    "teachers": EVIL * 20,
    "closes_on": date(2026, 9, 30),
    "lessons": WEEK,
}
OWNER = ProviderView(1, 1, "0" * 10, EVIL * 20, Sector.PRIVATE, is_npo=True, licence=EVIL * 4, address=EVIL * 9)
CLASH = Clash(10**9, 4, EVIL * 9, SATURDAY, LessonView(5, "09:30", 240))
ALIKE = Similar(9, 90, EVIL * 20, 79, 221, 100, 127, 12.345)


@pytest.fixture(autouse=True, params=["ru", "en"])
def _language(request: pytest.FixtureRequest) -> None:
    use(request.param)


def _facts(view: GroupView, others: list[GroupView] | None = None, **changes: Any) -> CardFacts:
    """A card without anything beside the group; ``closed`` overrules what the rule says of it."""
    rest = others or []
    bars = {one.id: why_closed(one, TODAY, ZONE) for one in (view, *rest)}
    if "closed" in changes:
        bars[view.id] = changes.pop("closed")
    known: dict[str, Any] = {
        "view": view,
        "others": rest,
        "owner": OWNER,
        "place": _place(),
        "bars": bars,
        "asked": Wishes(),
        "clashes": [],
        "praise": None,
        "alike": [],
        "places": [],
        "movable": [],
    }
    return CardFacts(**(known | changes))


def _place() -> Any:
    pack = parse_pack(shipped_texts()["livny.toml"], file="livny")
    return type("Place", (), {"authority": pack.authority, "title": pack.territory, "timezone": ZONE})()


def _check(text: str) -> str:
    """At most 900 characters for the eye, and Telegram reads it as it is meant; the plain words."""
    plain, entities = parse(text)
    assert len(plain) <= 900
    assert [entity["type"] for entity in entities] in ([], ["bold"])
    assert card_texts.length(text) == len(plain)
    return str(plain)


CLOSED = [
    Closed(Bar.HIDDEN),
    *(Closed(bar, TODAY) for bar in (Bar.OVER, Bar.CLOSED, Bar.NOT_YET, Bar.LATE)),
    Closed(Bar.NO_TIMETABLE),
    *(Closed(Bar.UNPAID, unpaid=one, item=EVIL * 40) for one in (*Unpaid, None)),
    Closed(Bar.FULL),
]


@pytest.mark.parametrize("closed", [None, *CLOSED])
def test_the_longest_card_fits_a_screen_and_is_never_markup(closed: Closed | None) -> None:
    asked = Wishes(is_kept=True, is_watched=True, told_at=datetime(2026, 9, 7, tzinfo=UTC), answered=1000)
    facts = _facts(
        group_view(**LONG), closed=closed, asked=asked, clashes=[CLASH] * 3, praise=Satisfaction(1000, 999, 2000)
    )
    plain = _check(card_texts.card(facts))
    assert "<b>&" in plain
    if closed is not None:
        assert _check(why.sentence(closed))[:60] in plain
        assert len(why.short(closed)) <= 30


def test_a_card_of_a_usual_program_says_everything() -> None:
    view = group_view(
        teachers="Петрова А. А.", ovz=OvzType.SPEECH.bit | OvzType.AUTISM.bit, is_adapted=True, price=200_000
    )
    owner = replace(OWNER, name="Дом творчества", licence="Л035-1")
    text = card_texts.card(_facts(view, owner=owner, praise=Satisfaction(25, 23, 30)))
    wanted = (view.title, view.summary, view.address, view.teachers, "Группа 1", "10:00–11:30", "Дом творчества", "92")
    for piece in (*wanted, "Л035-1", "2026", "2027", "10\u00a0800\u00a0₽", "2\u00a0000\u00a0₽"):
        assert piece in text, piece
    assert card_texts.kind(OvzType.AUTISM) in text
    _check(text)


def test_what_is_not_known_is_not_shown() -> None:
    view = group_view(address="", summary="", is_dated=False, lessons=(), is_payable=False)
    text = card_texts.card(_facts(view, owner=replace(OWNER, licence="")))
    for piece in ("📍", "2026", "{", "None"):
        assert piece not in _check(text).replace("{x}", "")


def test_every_bar_and_every_need_has_words_of_its_own() -> None:
    assert len({why.sentence(closed) for closed in CLOSED}) == len(CLOSED)
    assert len({card_texts.kind(one) for one in OvzType}) == len(OvzType)
    one, many = (card_texts.adapted(mask) for mask in (OvzType.SPEECH.bit, 2 ** len(OvzType) - 1))
    assert card_texts.kind(OvzType.SPEECH) in one
    assert all(card_texts.kind(kind) in many for kind in OvzType)
    assert card_texts.adapted(0) != one


@pytest.mark.parametrize(
    ("price", "is_payable", "money"),
    [(None, True, "10\u00a0800\u00a0₽"), (None, False, ""), (0, False, ""), (200_000, False, "2\u00a0000\u00a0₽")],
)
def test_what_it_costs(price: int | None, *, is_payable: bool, money: str) -> None:
    assert money in card_texts.cost(group_view(price=price, is_payable=is_payable))


def test_days_of_one_hour_stand_together() -> None:
    lessons = (LessonView(0, "17:00", 45), LessonView(2, "17:00", 45), SATURDAY)
    text = card_texts.week(lessons)
    assert text.count("17:00–17:45") == 1
    assert text.count(";") == 1
    weekdays = card_texts.week([LessonView(day, "15:00", 60) for day in range(5)])
    assert weekdays.count(",") == 0
    assert weekdays.count("–") == 2
    assert card_texts.week(WEEK).endswith("…")


@pytest.mark.parametrize(
    ("first", "below", "words"),
    [(84, 132, "7–10"), (78, 132, "6½–10"), (84, 96, "7"), (81, 91, "6¾–7½"), (60, 216, "5–17"), (79, 132, "6")],
)
def test_ages(first: int, below: int, words: str) -> None:
    assert ages.span(first, below).split("\u00a0")[0].split(" ")[0] == words


def test_ages_in_full() -> None:
    whole, half = ages.exact(96), ages.exact(78)
    assert whole in half.replace("6", "8", 1) or whole.split()[0] == "8"
    assert half.split()[2] == "6"
    assert ages.first_and_last(78, 132)[1].split()[0] == "10"
    assert ages.first_and_last(78, 127)[1].split()[2] == "6"


# behind «Details»


def test_details_are_paged_and_lose_no_word() -> None:
    told = "\n".join(f"Абзац {number}. " + "Очень длинное предложение о занятиях. " * 12 for number in range(9))
    pages = details.pages(_facts(group_view(**LONG)), told + "\n" + "й" * 3000)
    assert len(pages) > 5
    shown = "".join(_check(page) for page in pages)
    assert all(f"Абзац {number}." in shown for number in range(9))
    assert shown.count("й") >= 3000
    assert all(card_texts.kind(kind) in shown for kind in OvzType)


def test_details_of_little_are_one_page() -> None:
    (page,) = details.pages(_facts(group_view(summary="")), "")
    assert "72" in page


@pytest.mark.parametrize("paragraphs", [[], [""], ["я" * 5000], ["а. " * 900, "б"], ["слово " * 700]])
def test_pages_are_never_too_long(paragraphs: list[str]) -> None:
    pages = details.split(paragraphs, 100)
    assert pages
    assert all(len(page) <= 100 for page in pages)
    assert "".join("".join(pages).split()) == "".join("".join(paragraphs).split())


# buttons


def _rows(facts: CardFacts, here: GroupCard | None = None) -> list[list[InlineKeyboardButton]]:
    rows = list(card_screen(facts, here or GroupCard(group_id=7)).rows)
    assert 1 < len(rows) <= 8
    assert all(1 <= len(row) <= 2 for row in rows)
    return rows


def _data(rows: list[list[InlineKeyboardButton]]) -> list[str]:
    return [(one.callback_data or "").split(":")[0] for row in rows for one in row]


FULL = {"taken": 12}


@pytest.mark.parametrize(
    ("view", "others", "changes", "first"),
    [
        ({}, 0, {}, "certto"),
        ({}, 3, {}, "certto"),
        ({}, 10, {}, "certto"),
        (FULL, 0, {}, "waitin"),
        (FULL, 2, {"alike": [ALIKE] * 3}, "waitin"),
        (FULL, 10, {"alike": [ALIKE] * 3}, "waitin"),
        (FULL | {"is_payable": False}, 0, {}, "prgmore"),
        ({"status": ProgramStatus.HIDDEN}, 0, {}, "prgmore"),
    ],
)
def test_rows_fit_and_the_first_is_the_deed(
    view: dict[str, Any], others: int, changes: dict[str, Any], first: str
) -> None:
    rest = [group_view(id=100 + number, **view) for number in range(others)]
    rows = _rows(_facts(group_view(**view, latitude=53.9, longitude=86.7), rest, **changes))
    assert _data(rows)[0] == first
    assert _data(rows)[-1] == "home"


def test_a_watched_group_offers_to_wait_no_more() -> None:
    rows = _rows(_facts(group_view(**FULL), asked=Wishes(is_watched=True)))
    bells = [one.callback_data or "" for row in rows for one in row if (one.callback_data or "").startswith("prgwait")]
    assert [Watch.unpack(one).off for one in bells] == [True]
    closed_for_ever = _facts(group_view(status=ProgramStatus.HIDDEN), asked=Wishes(is_watched=True))
    assert Watch.unpack(_rows(closed_for_ever)[0][0].callback_data or "").off


def test_the_star_turns_round() -> None:
    for is_kept in (False, True):
        stars = [one for row in _rows(_facts(group_view(), asked=Wishes(is_kept=is_kept))) for one in row]
        (star,) = [one for one in stars if (one.callback_data or "").startswith("prgkeep")]
        assert Keep.unpack(star.callback_data or "").off is is_kept


def test_the_list_that_a_card_came_from_is_kept_by_all_its_buttons() -> None:
    here = GroupCard(group_id=7, query="abc", focus="art", page=2)
    rows = _rows(_facts(group_view(**FULL), [group_view(id=8)], alike=[ALIKE]), here)
    assert rows[-1][0].callback_data == Results(query="abc", focus="art", page=2).pack()
    carried = [one.callback_data for row in rows for one in row if one.callback_data]
    kept = [data for data in carried if data.split(":")[0] in {"prgmore", "prgkeep", "prgwait", "prgshare", "prgcard"}]
    assert len(kept) == 5
    assert all(":abc:art:2" in data for data in kept)
    assert to_card(Details(group_id=7, query="abc", focus="art", page=2, at=3)) == here
    assert _rows(_facts(group_view()))[-1][0].callback_data == Find().pack()


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        ({"latitude": 53.9, "longitude": 86.712345678}, {"pt": ["86.712346,53.900000"], "z": ["17"]}),
        ({"address": "г. Ливны, ул. Мира, 1 & «А»"}, {"text": ["г. Ливны, ул. Мира, 1 & «А»"]}),
    ],
)
def test_the_map(view: dict[str, Any], asked: dict[str, list[str]]) -> None:
    (link,) = [one.url for row in _rows(_facts(group_view(**view))) for one in row if one.url]
    assert link is not None
    assert parse_qs(urlsplit(link).query) == asked
    assert len(link) < 2000
    assert not [one.url for row in _rows(_facts(group_view(address=""))) for one in row if one.url]


@pytest.mark.parametrize("view", [{"is_dated": False}, {"lessons": ()}])
def test_no_calendar_of_days_that_nobody_knows(view: dict[str, Any]) -> None:
    assert "prgics" in _data(_rows(_facts(group_view())))
    assert "prgics" not in _data(_rows(_facts(group_view(**view))))


def test_pages_of_groups_tell_why_they_take_nobody() -> None:
    views = [group_view(id=number, closed_on=TODAY if number % 2 else None) for number in range(6)]
    bars = {one.id: why_closed(one, TODAY, ZONE) for one in views}
    rows = card_keyboards.groups(views, bars, Groups(group_id=1, page=1), 3)
    assert len(rows) == 8
    assert len({one[0].text for one in rows[:6]}) == 2


def test_the_deed_of_a_card_is_the_callers() -> None:
    deed: Row = [button("+", ApplyTo(group_id=7))]
    assert card_keyboards.card(_facts(group_view()), GroupCard(group_id=7), deed)[0] == deed


# lists, links, posters, inline mode


@pytest.mark.parametrize(
    ("then", "now", "says"),
    [(None, 3, False), (3, 3, False), (3, 1, True), (3, 0, True), (0, 2, True)],
)
def test_a_kept_program_tells_what_has_changed(then: int | None, now: int, *, says: bool) -> None:
    view = group_view(title="Т" * 200)
    kept = Kept(3, view, None if now else Closed(Bar.CLOSED, TODAY), now, then)
    assert bool(wishes_texts.changed(kept)) is says
    assert len(wishes_texts.kept_line(kept)) <= 100


def test_what_has_left_the_catalogue_is_still_named() -> None:
    assert "12" in wishes_texts.kept_line(Kept(12, None, None, 0, 3))
    assert "13" in wishes_texts.watched_line(Watched(13, None, None))


@pytest.mark.parametrize("words", [wishes_texts.favourites, wishes_texts.watches])
def test_heads_of_lists(words: Callable[[Any], str]) -> None:
    texts = {words(Page([], 0, 1, total)) for total in (0, 1, 2, 5)}
    assert len(texts) == 4
    assert all(_check(text) for text in texts)


def test_links_posters_and_messages_hold_foreign_words_safely() -> None:
    view = group_view(**LONG)
    link = "https://t.me/kruzhok_bot?start=p_3_share"
    assert link in _check(sharing_texts.share(view, link, {f"source-{one}": 10**6 for one in range(40)}))
    for words in (sharing_texts.poster, sharing_texts.lessons):
        _check(words(view))
    _check(inline_texts.message(view, OWNER))
    assert "<b>&" in inline_texts.description(view)
    assert len(inline_texts.description(view)) <= inline_texts.DESCRIPTION
    for toast in (sharing_texts.drawing, wishes_texts.kept, wishes_texts.waiting, wishes_texts.waits_no_more):
        assert len(toast()) <= 200


def test_a_message_for_other_chats_does_not_grow_old() -> None:
    told = {inline_texts.message(group_view(taken=taken), None) for taken in range(13)}
    assert len(told) == 1


def test_a_poster_names_the_groups_that_there_are() -> None:
    others = [group_view(id=number, lessons=(LessonView(number % 7, "09:00", 45),)) for number in range(8, 14)]
    printed = leaflet(_facts(group_view(**LONG), others), "https://t.me/x?start=p_3_qr")
    assert all(value and "\n\n" not in value for _name, value in printed.facts)
    assert dict(printed.facts)[printed.facts[1][0]].count("\n") == 3
    assert len(printed.title) <= 120
