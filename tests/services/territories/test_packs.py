"""The five shipped packs say what the five acts say: every word of them, and every row."""

import re
from collections.abc import Iterator

import pytest

from services.territories.queries import shipped_texts
from services.territories.rules import Level, NonPublicRule, Pack, export, normal_code, parse
from tests.support.acts import SLUGS, cells, read_act, squeeze, squeezed_act

COUNTS = {
    "apanasenkovsky": (6, 24, 21),
    "seversk": (0, 0, 17),
    "smolensk": (36, 30, 21),
    "livny": (1, 13, 19),
    "kemerovo": (7, 20, 21),
}

BROKEN_CELLS = {
    # The cell goes on over a page's edge, and the neighbour cells stand between: here is where it is cut.
    "plan[3].activity": " заказов на оказание",
    "plan[13].stage": " исполнителей услуг",
    "indicators[6].text": " социальной сфере, выбранных для апробации",
    "indicators[15].text": " апробации",
    "indicators[19].text": " выбранные для апробации",
}

OURS = ("slug", "territory", "act.", "notes")  # our own words, or words in another case than the act's
TABBED = ("apanasenkovsky", "livny", "seversk", "smolensk")


def pack_of(slug: str) -> Pack:
    return parse(shipped_texts()[f"{slug}.toml"], file=f"{slug}.toml")


def texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, part in enumerate(value, 1):
            yield from texts(part, f"{path}[{number}]")


def act_texts(slug: str) -> list[tuple[str, str]]:
    found = texts(export(pack_of(slug)))
    return [(path, text) for path, text in found if not path.startswith(OURS) and not path.endswith("].type")]


def test_five_packs_ship_and_a_file_is_named_by_its_slug() -> None:
    assert tuple(shipped_texts()) == tuple(f"{slug}.toml" for slug in SLUGS)
    assert tuple(pack_of(slug).slug for slug in SLUGS) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_no_row_is_lost(slug: str) -> None:
    pack = pack_of(slug)
    assert (len(pack.services), len(pack.plan), len(pack.indicators)) == COUNTS[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_text_is_the_acts_own(slug: str) -> None:
    act = squeezed_act(slug)
    for path, text in act_texts(slug):
        cut = BROKEN_CELLS.get(path, "") if slug == "kemerovo" else ""
        whole = squeeze(text)
        assert not cut or whole.count(cut), path
        at = whole.rindex(cut) if cut else len(whole)
        pieces = [whole[:at].strip(), whole[at:].strip()]
        assert all(piece in act for piece in pieces), (path, text)


@pytest.mark.parametrize("slug", TABBED)
def test_every_cell_is_whole(slug: str) -> None:
    numbered = re.compile(r"^\d(\.\d)?\.? ")  # a stage or a measure with its number
    printed = {text for cell in cells(slug) for text in (cell, numbered.sub("", cell))}
    for path, text in act_texts(slug):
        if re.search(r"^(plan|indicators)\[\d+\]\.(stage|activity|due|result|responsible|goal|text)$", path):
            assert squeeze(text) in printed, (path, text)


@pytest.mark.parametrize("slug", TABBED)
def test_every_value_stands_in_its_row(slug: str) -> None:
    form = re.compile(r"значение: ?(.*?),? ?год: ?(\d{4})", re.IGNORECASE)
    printed = [
        (match[1].strip() or None, int(match[2])) for cell in cells(slug) if (match := form.fullmatch(cell)) is not None
    ]
    rows = [row for row in pack_of(slug).indicators if row.base_year]
    told = [pair for row in rows for pair in ((row.base_value, row.base_year), (row.target_value, row.target_year))]
    assert told == printed


@pytest.mark.parametrize("slug", TABBED)
def test_the_types_are_the_acts(slug: str) -> None:
    words = {"процесс": "process", "промежуточный результат": "intermediate", "итоговый результат": "final"}
    printed = [words[cell.lower()] for cell in cells(slug) if cell.lower() in words]
    blank_type = {row.text for row in pack_of(slug).indicators if row.formula in {"1.4", "2.3", "3.3", "3.5"}}
    told = [row.type.value for row in pack_of(slug).indicators if row.text not in blank_type]
    assert told == printed


@pytest.mark.parametrize("slug", SLUGS)
def test_nobody_is_named(slug: str) -> None:
    initials = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.|\b[А-ЯЁ][а-яё]+(ович|евич|овна|евна)\b|@")
    assert initials.search(read_act(slug)) is None
    assert initials.search(shipped_texts()[f"{slug}.toml"]) is None


@pytest.mark.parametrize("slug", SLUGS)
def test_codes_are_printed_in_cyrillic_letters(slug: str) -> None:
    for service in pack_of(slug).services:
        assert re.fullmatch(r"\d{6}О\.99\.0\.ББ5[27][А-Я]{2}\d{5}", normal_code(service.code)), service


def test_a_code_that_stands_twice_stays_twice() -> None:
    twice = [service for service in pack_of("smolensk").services if service.code == "854100О.99.0.ББ52БР28000"]
    assert [(service.no, service.form) for service in twice] == [
        (35, "заочная"),
        (36, "заочная с применением дистанционных образовательных технологий"),
    ]


def test_the_acts_draw_the_line_of_the_public_sector_in_three_places() -> None:
    rules = {slug: pack_of(slug).policy.non_public_rule for slug in SLUGS}
    assert rules == {
        "apanasenkovsky": NonPublicRule.NOT_MUNICIPAL,
        "kemerovo": NonPublicRule.NOT_PUBLIC,
        "livny": NonPublicRule.NOT_MUNICIPAL,
        "seversk": NonPublicRule.NOT_MUNICIPAL,
        "smolensk": NonPublicRule.SMOLENSK,
    }


def test_one_act_is_of_the_state_and_two_zones_are_siberian() -> None:
    packs = {slug: pack_of(slug).local for slug in SLUGS}
    assert [slug for slug, local in packs.items() if local.level is Level.STATE] == ["smolensk"]
    assert {slug: local.timezone.key for slug, local in packs.items() if local.timezone.key != "Europe/Moscow"} == {
        "kemerovo": "Asia/Novokuznetsk",
        "seversk": "Asia/Tomsk",
    }
