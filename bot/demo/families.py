"""Invented families of the demo's past. Numbers are drawn at random and have right check digits."""

import random
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.families import actions as families
from services.identifiers.rules import snils
from services.programs.queries import GroupView

_FAMILIES = (
    ("Ковалёва Марина Игоревна", "Ковалёв Тимур Олегович"),
    ("Лебедева Ольга Сергеевна", "Лебедева Вера Андреевна"),
    ("Морозов Павел Ильич", "Морозова Аня Павловна"),
    ("Гусева Елена Викторовна", "Гусев Лев Романович"),
    ("Тихонова Дарья Олеговна", "Тихонов Марк Денисович"),
    ("Орлов Антон Юрьевич", "Орлова Майя Антоновна"),
    ("Зайцева Нина Петровна", "Зайцев Егор Максимович"),
    ("Белова Светлана Ивановна", "Белова Злата Кирилловна"),
    ("Комаров Илья Андреевич", "Комаров Фёдор Ильич"),
    ("Соловьёва Юлия Львовна", "Соловьёва Алиса Глебовна"),
    ("Рябова Татьяна Николаевна", "Рябов Степан Ильич"),
    ("Власова Инна Борисовна", "Власова Таисия Марковна"),
)


async def put_family(
    session: AsyncSession,
    parent: Actor,
    group: GroupView,
    now: datetime,
    dice: random.Random,
    number: int,
) -> int:
    """The parent's details and a child of an age in the middle of the program's; return the child's id."""
    name, child = _FAMILIES[number]
    phone = f"+7900{dice.randrange(10**7):07d}"
    await families.save_representative(session, parent, answers={"full_name": name, "phone": phone}, now=now)
    age = min(max((group.age_from + group.age_to) // 2, 5), 17)
    half_a_year_ago = now.date() - timedelta(days=183)
    born = date(half_a_year_ago.year - age, half_a_year_ago.month, min(half_a_year_ago.day, 28))
    answers = {"full_name": child, "birth_date": born.isoformat(), "snils": _snils(dice), "category": "none"}
    return (await families.add_child(session, parent, answers=answers, now=now)).id


def _snils(dice: random.Random) -> str:
    """A number with right check digits, drawn at random."""
    number = f"{dice.randrange(100_000_000, 1_000_000_000)}"
    check = sum(int(digit) * (9 - place) for place, digit in enumerate(number)) % 101 % 100
    return snils(f"{number}{check:02d}")
