"""What parents type finds what they mean, in one order on both engines."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.core.db import Database
from services.programs import queries
from services.programs.actions import NewGroup, NewProgram, add_group, add_program
from services.programs.models import Focus, Level, OvzType, StudyForm
from services.programs.queries import ChildFit, Filters, Found, Match, Near, Sort
from services.programs.rules import LessonView, Wish
from services.territories.queries import TerritoryView
from tests.services.programs.places import town

Sessions = async_sessionmaker[AsyncSession]
TODAY = date(2026, 11, 23)
LATER = date(2027, 1, 11)
SATURDAY, TUESDAY, WEEK = ((5, "10:00", 90),), ((1, "17:00", 90),), ((0, "09:00", 60), (2, "18:00", 60))


class Shelf:
    """A territory whose programs a test names by their titles."""

    def __init__(self, session: AsyncSession, place: TerritoryView, provider_id: int) -> None:
        self.session, self.place, self.provider_id = session, place, provider_id

    async def put(self, title: str, *groups: dict[str, object], **changes: object) -> int:
        facts: dict[str, object] = {
            "territory_id": self.place.id,
            "provider_id": self.provider_id,
            "title": title,
            "summary": "",
            "focus": Focus.TECH,
            "form": StudyForm.FULL_TIME,
            "level": Level.START,
            "service_code": None,
            "age_from": 7,
            "age_to": 10,
            "hours": 72,
            "hour_price": 15_000,
            "address": "ул. Садовая, 1",
        }
        program_id = await add_program(self.session, NewProgram(**(facts | changes)))  # type: ignore[arg-type]
        for group in groups or ({},):
            await self.open(program_id, **group)
        return program_id

    async def open(self, program_id: int, **changes: object) -> int:
        facts: dict[str, object] = {
            "program_id": program_id,
            "title": "Группа",
            "capacity": 12,
            "starts_on": date(2026, 9, 1),
            "ends_on": date(2027, 5, 31),
            "lessons": SATURDAY,
        }
        facts |= changes
        lessons = tuple(LessonView(*lesson) for lesson in facts.pop("lessons"))  # type: ignore[attr-defined]
        return await add_group(self.session, NewGroup(**facts, lessons=lessons))  # type: ignore[arg-type]

    async def find(self, text: str, **asked: object) -> Found:
        wish = await queries.understood(self.session, territory=self.place, text=text, today=TODAY)
        assert wish is not None
        return await self.suit(wish, **asked)

    async def suit(self, wish: Wish, **asked: object) -> Found:
        facts: dict[str, object] = {"today": TODAY}
        return await queries.search(self.session, territory=self.place, wish=wish, **(facts | asked))  # type: ignore[arg-type]


@pytest.fixture
async def shelf(sessions: Sessions) -> Shelf:
    async with sessions() as session:
        yield Shelf(session, *await town(session))  # type: ignore[misc]


def _titles(found: Found) -> list[str]:
    return [card.title for card in found.items]


async def test_what_parents_type_finds_what_they_mean(shelf: Shelf) -> None:
    robots, maths = "Робототехника: первые шаги", "Весёлая математика"
    await shelf.put(robots, {"lessons": SATURDAY}, {"lessons": TUESDAY}, summary="Собираем и программируем роботов.")
    await shelf.put(
        maths, {"lessons": TUESDAY}, summary="Задачи на логику.", focus=Focus.SCIENCE, age_from=10, age_to=13,
        is_payable=False,
    )  # fmt: skip
    for text, expected in (
        ("кружок", {maths, robots}),
        ("РОБОТЫ", {robots}),
        ("робота", {robots}),
        ("работотехника", {robots}),
        ("robototehnika", {robots}),
        ("математике", {maths}),
        ("веселая", {maths}),
        ("весёлые", {maths}),
        ("8 лет", {robots}),
        ("10 лет", {maths, robots}),
        ("17 лет", set()),
        ("по субботам", {robots}),
        ("вторник", {maths, robots}),
        ("бесплатно", {robots}),
        ("робототехника для 8 лет по субботам", {robots}),
        ("не робототехника", {maths}),
        ("квиддич", set()),
    ):
        found = await shelf.find(text)
        assert (text, set(_titles(found)), found.total, found.relaxed) == (text, expected, len(expected), ())


async def test_the_title_stands_before_the_text_and_own_words_before_those_of_the_same_meaning(shelf: Shelf) -> None:
    await shelf.put("Студия", keywords="изобразительное искусство и рисование", summary="Рисуем.")
    await shelf.put("Изостудия")
    await shelf.put("Первые шаги в рисовании")
    found = await shelf.find("рисование")
    assert [(card.title, card.match) for card in found.items] == [
        ("Первые шаги в рисовании", Match.NAME),
        ("Изостудия", Match.TITLE),
        ("Студия", Match.TOPIC),
    ]


async def test_within_a_place_stands_first_what_suits_best(shelf: Shelf) -> None:
    await shelf.put("Шахматы: набор закрыт", {"closed_on": date(2026, 9, 3)}, age_from=8, age_to=8)
    await shelf.put("Шахматы: мест нет", {"taken": 12}, age_from=8, age_to=8)
    await shelf.put("Шахматы: для всех", age_from=5, age_to=17)
    await shelf.put("Шахматы: с зимы", {"starts_on": LATER}, age_from=7, age_to=9)
    await shelf.put("Шахматы: с осени", age_from=7, age_to=9)
    await shelf.put("Шахматы: с осени, тоже", age_from=7, age_to=9)
    found = await shelf.find("шахматы 8 лет")
    assert _titles(found) == [
        "Шахматы: с осени",
        "Шахматы: с осени, тоже",
        "Шахматы: с зимы",
        "Шахматы: для всех",
        "Шахматы: набор закрыт",
        "Шахматы: мест нет",
    ]
    begins = _titles(await shelf.find("шахматы", sort=Sort.START))
    assert begins.index("Шахматы: для всех") < begins.index("Шахматы: с зимы") < begins.index("Шахматы: мест нет")


async def test_a_card_shows_the_best_group_and_counts_those_that_suit(shelf: Shelf) -> None:
    full = {"lessons": TUESDAY, "taken": 12}
    open_ = {"lessons": (*SATURDAY, *TUESDAY), "taken": 9, "starts_on": LATER, "price": 200_000}
    await shelf.put("Роботы", full, open_, {"lessons": ((3, "10:00", 60),)})
    (card,) = (await shelf.find("роботы во вторник")).items
    assert (card.free, card.groups, card.days, card.starts_on, card.price) == (3, 2, (1, 5), LATER, 200_000)
    assert (card.nominal, card.is_payable, card.is_open, card.age_from, card.age_to) == (1_080_000, True, True, 7, 10)
    assert (await shelf.find("роботы")).facets.weekdays == {1: 1, 3: 1, 5: 1}


async def test_negated_topics_are_left_out_but_not_who_mentions_them(shelf: Shelf) -> None:
    await shelf.put("Футбол", focus=Focus.SPORT)
    await shelf.put("Спортивный час", summary="Играем в футбол.", focus=Focus.SPORT)
    await shelf.put("Плавание", keywords="", summary="Плаваем без футбола и бега.", focus=Focus.SPORT)
    found = await shelf.find("спорт, но не футбол")
    assert _titles(found) == ["Плавание"]
    assert (found.wish.focus, found.wish.without) == (Focus.SPORT, ("футбол",))
    assert _titles(await shelf.find("бег")) == []  # what a program says it does without is not found


async def test_of_few_days_one_is_enough_of_many_all_lessons_keep_to_them(shelf: Shelf) -> None:
    await shelf.put("Будни", {"lessons": WEEK})
    await shelf.put("Смешанно", {"lessons": ((0, "09:00", 60), (5, "18:00", 60))})
    for wish, expected in (
        (Wish(weekdays=(5, 6)), ["Смешанно"]),
        (Wish(weekdays=(0, 1, 2, 3, 4)), ["Будни"]),
        (Wish(weekdays=(0,)), ["Будни", "Смешанно"]),
        (Wish(after=17 * 60), []),
        (Wish(after=9 * 60), ["Будни", "Смешанно"]),
        (Wish(weekdays=(5,), after=17 * 60), ["Смешанно"]),
        (Wish(weekdays=(2,), after=17 * 60, before=19 * 60), ["Будни"]),
        (Wish(weekdays=(2,), before=18 * 60), []),
        (Wish(weekdays=(0, 1, 2, 3, 4), before=19 * 60), ["Будни"]),
    ):
        found = await shelf.suit(wish)
        assert (wish, sorted(_titles(found)) if not found.relaxed else []) == (wish, expected)


async def test_money(shelf: Shelf) -> None:
    await shelf.put("Даром", {"price": 0}, is_payable=False)
    await shelf.put("Дорого", {"price": 300_000}, is_payable=False)
    await shelf.put("Сертификат", {"price": 300_000}, hours=36)
    await shelf.put("Неизвестно", {}, is_payable=False)
    for wish, filters, expected in (
        (Wish(is_free=True), Filters(), ["Даром", "Сертификат"]),
        (Wish(by_certificate=True), Filters(), ["Сертификат"]),
        (Wish(most_per_month=200_000), Filters(), ["Даром", "Сертификат"]),
        (Wish(most_per_month=10**15), Filters(), ["Даром", "Дорого", "Сертификат"]),
        (Wish(), Filters(by_certificate=True), ["Сертификат"]),
        (Wish(), Filters(most_total=540_000), ["Сертификат"]),
        (Wish(), Filters(most_total=539_999), []),
    ):
        found = await shelf.suit(wish, filters=filters)
        assert (wish, filters, _titles(found), found.relaxed) == (wish, filters, expected, ())


async def test_special_needs(shelf: Shelf) -> None:
    await shelf.put("Рисование для глухих", is_adapted=True, ovz=(OvzType.DEAFNESS,))
    await shelf.put("Рисование для всех", ovz=(OvzType.DEAFNESS, OvzType.AUTISM))
    await shelf.put("Рисование", {})
    await shelf.put("Адаптированное рисование", is_adapted=True)
    for text, expected in (
        ("рисование", ["Рисование", "Рисование для всех"]),
        ("рисование для глухого", ["Адаптированное рисование", "Рисование для всех", "Рисование для глухих"]),
        ("рисование аутизм", ["Адаптированное рисование", "Рисование для всех"]),
        ("рисование для слепых", ["Адаптированное рисование"]),
        ("рисование с овз", ["Адаптированное рисование", "Рисование для всех", "Рисование для глухих"]),
    ):
        found = await shelf.find(text)
        assert (text, sorted(_titles(found)), found.relaxed) == (text, expected, ())
    child = Filters(child=ChildFit(date(2018, 5, 5), OvzType.AUTISM))
    assert sorted(_titles(await shelf.find("рисование", filters=child))) == [
        "Адаптированное рисование",
        "Рисование для всех",
    ]
    found = await shelf.find("рисование", filters=Filters(child=ChildFit(date(2018, 5, 5), is_special=True)))
    assert {"Рисование", "Адаптированное рисование"} < set(_titles(found)), "a category hides nothing"


async def test_what_is_only_for_special_needs_is_better_than_nothing(shelf: Shelf) -> None:
    await shelf.put("Жестовая песня", is_adapted=True, ovz=(OvzType.DEAFNESS,))
    found = await shelf.find("песня")
    assert (_titles(found), found.relaxed) == (["Жестовая песня"], ("adapted",))
    assert found.items[0].relaxed == ("adapted",)


@pytest.mark.parametrize(
    ("birth_date", "suits"),
    [(date(2019, 11, 29), False), (date(2019, 11, 28), True), (date(2015, 11, 29), True), (date(2015, 11, 28), False)],
)
async def test_a_child_suits_by_its_age_on_the_first_lesson(shelf: Shelf, birth_date: date, *, suits: bool) -> None:
    await shelf.put("Субботы", age_from=7, age_to=10)  # from 23 November the first is the 28th
    found = await shelf.suit(Wish(), filters=Filters(child=ChildFit(birth_date)))
    assert (found.total == 1) == suits


async def test_filters_and_facets(shelf: Shelf) -> None:
    await shelf.put("А", {"taken": 12}, focus=Focus.ART, level=Level.BASIC, form=StudyForm.MIXED, is_payable=False)
    await shelf.put("Б", {"lessons": TUESDAY}, focus=Focus.ART)
    await shelf.put("В", {"closed_on": date(2026, 9, 3)})
    everything = await shelf.suit(Wish())
    facets = everything.facets
    assert (facets.focus, facets.level) == ({Focus.TECH: 1, Focus.ART: 2}, {Level.START: 2, Level.BASIC: 1})
    assert (facets.form, facets.weekdays) == ({StudyForm.FULL_TIME: 2, StudyForm.MIXED: 1}, {1: 1, 5: 2})
    assert (facets.has_seats, facets.by_certificate) == (1, 2)
    for filters, expected in (
        (Filters(focus=Focus.ART), "БА"),
        (Filters(level=Level.BASIC), "А"),
        (Filters(form=StudyForm.MIXED), "А"),
        (Filters(weekdays=(1, 6)), "Б"),
        (Filters(has_seats=True), "Б"),
        (Filters(provider_id=shelf.provider_id), "БАВ"),
        (Filters(provider_id=404), ""),
        (Filters(focus=Focus.ART, by_certificate=True), "Б"),
    ):
        assert (filters, "".join(_titles(await shelf.suit(Wish(), filters=filters)))) == (filters, expected)
    assert (await shelf.suit(Wish(focus=Focus.TECH), filters=Filters(focus=Focus.ART))).relaxed == ()


async def test_near_me(shelf: Shelf) -> None:
    here = (55.355, 86.087)
    await shelf.put("Рядом", latitude=here[0] + 0.009, longitude=here[1])
    await shelf.put("Ближе", latitude=here[0], longitude=here[1] + 0.008)
    await shelf.put("В углу", latitude=here[0] + 0.017, longitude=here[1] + 0.03)
    await shelf.put("Неизвестно где")
    found = await shelf.suit(Wish(), filters=Filters(near=Near(*here, radius_km=2)), sort=Sort.DISTANCE)
    assert _titles(found) == ["Ближе", "Рядом"]
    assert [round(card.distance_km or 0, 1) for card in found.items] == [0.5, 1.0]
    assert (await shelf.suit(Wish(near=True))).total == 4


async def test_a_settlement_is_found_by_its_point_or_its_name(shelf: Shelf) -> None:
    await shelf.put("По точке", latitude=55.53, longitude=86.05)
    await shelf.put("По адресу", address="г. Кемерово, Кедровка, ул. Новая, 2")
    await shelf.put("Не там", address="г. Кемерово, ул. Кедровая, 5")
    await shelf.put("Пионер", address="жилой район Пионер, 1")
    await shelf.put("Не пионер", address="Пионерский бульвар, 1")
    assert sorted(_titles(await shelf.find("в Кедровке"))) == ["По адресу", "По точке"]
    assert _titles(await shelf.suit(Wish(place="Пионер"))) == ["Пионер"]
    assert (await shelf.suit(Wish(place="Нигде"))).total == 5


async def test_groups_whose_course_is_over_are_left_out(shelf: Shelf) -> None:
    await shelf.put("Роботы", {"ends_on": date(2026, 12, 1)}, {"ends_on": date(2027, 5, 31)})
    for today, groups in ((date(2026, 12, 1), 2), (date(2026, 12, 2), 1), (date(2027, 6, 1), 0)):
        found = await shelf.suit(Wish(), today=today)
        assert [card.groups for card in found.items] == ([groups] if groups else [])


async def test_nothing_of_another_territory_or_hidden_is_found(shelf: Shelf, sessions: Sessions) -> None:
    await shelf.put("Здесь")
    other = Shelf(shelf.session, *await town(shelf.session, "livny"))
    await other.put("Там")
    assert _titles(await shelf.suit(Wish())) == ["Здесь"]
    assert _titles(await other.find("там")) == ["Там"]


async def test_pages_show_each_program_once(shelf: Shelf) -> None:
    for number in range(14):
        await shelf.put(f"Шахматы {number:02d}", {"taken": 12 if number == 0 else 0})
    pages = [await shelf.find("шахматы", page=page) for page in range(3)]
    assert [(found.total, found.pages, found.page, len(found.items)) for found in pages] == [
        (14, 3, 0, 6),
        (14, 3, 1, 6),
        (14, 3, 2, 2),
    ]
    seen = [card.title for found in pages for card in found.items]
    assert len(set(seen)) == 14
    assert seen[-1] == "Шахматы 00"  # nobody can enter: it stands last
    for beyond in (3, 10**30, -1):
        assert (await shelf.suit(Wish(), page=beyond)).page == 0


async def test_a_page_takes_few_statements(shelf: Shelf, database: Database) -> None:
    for number in range(8):
        await shelf.put(f"Роботы {number}", {}, {"lessons": TUESDAY})
    await shelf.find("роботы")  # the words are read once
    statements: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    await shelf.find("роботы 8 лет сб")
    assert len(statements) <= {"sqlite": 7, "postgresql": 8}[database.engine.dialect.name]


async def test_new_words_are_known_at_once(shelf: Shelf) -> None:
    await shelf.put("Шахматы")
    assert (await shelf.find("кёрлинг")).total == 0
    await shelf.put("Кёрлинг")
    assert _titles(await shelf.find("керлинг")) == ["Кёрлинг"]


TYPED: Sequence[str] = (
    "%", "р%т", "' OR 1=1 --", "\\", "12345", "ы" * 5000, "я " * 2500, '" OR *', "title:робот", "робот NOT (",
    "NEAR(a b)",
    "a & b | !c", "{title}:x", "робот* OR", "''", "😀 робот", ":::", "\x00робот", "(((((", "робот AND", "ﷺ",
)  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
async def test_odd_texts_get_a_sensible_answer(shelf: Shelf, text: str) -> None:
    await shelf.put("Робот")
    wish = await queries.understood(shelf.session, territory=shelf.place, text=text, today=TODAY)
    if wish is not None:
        assert (await shelf.suit(wish)).total <= 1


@pytest.mark.parametrize("text", ["", "  ", "😀" * 50, "_"])
async def test_texts_without_words_say_nothing(shelf: Shelf, text: str) -> None:
    assert await queries.understood(shelf.session, territory=shelf.place, text=text, today=TODAY) is None


async def test_forged_wishes_are_no_defects(shelf: Shelf) -> None:
    await shelf.put("Робот")
    for word in ("", '"', "'", "робот или ", '") OR ("', "a" * 9000, "робот'", "\\", "&|!"):
        await shelf.suit(Wish(words=(word,), without=(word,)))
