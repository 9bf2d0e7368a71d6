"""Parents with their consents, details and children. Every СНИЛС and phone here is made up."""

from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy.ext.asyncio import AsyncSession

from services.core.actor import Actor
from services.core.models import Person
from services.families.actions import add_child, give_consent, invite_kin, join_family, save_representative
from services.families.queries import consent_text, operator
from services.families.rules import HEALTH, TEENAGER, Kin, Right

NOW = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)
_numbers = count(900_000_001)


def next_snils() -> str:
    """A СНИЛС with right check digits, another one each time."""
    number = str(next(_numbers))
    left = sum(int(digit) * (9 - place) for place, digit in enumerate(number)) % 101
    return f"{number}{left % 100:02d}"


async def add_person(session: AsyncSession, *, territory_id: int | None = None, locale: str = "ru") -> Actor:
    person = Person(locale=locale, territory_id=territory_id, created_at=NOW)
    session.add(person)
    await session.flush()
    return Actor(person.id, locale, territory_id)


async def consent(session: AsyncSession, actor: Actor, purpose: str = HEALTH, now: datetime = NOW) -> None:
    seen = consent_text(purpose, await operator(session, actor)).digest(actor.locale)
    await give_consent(session, actor, purpose=purpose, seen=seen, way="chat", now=now)


async def add_parent(
    session: AsyncSession,
    *,
    territory_id: int | None = None,
    locale: str = "ru",
    full_name: str = "Орлова Анна Сергеевна",
    phone: str = "+79123456789",
) -> Actor:
    """A parent who has given their details."""
    actor = await add_person(session, territory_id=territory_id, locale=locale)
    await save_representative(session, actor, answers={"full_name": full_name, "phone": phone}, now=NOW)
    return actor


async def add_own_child(
    session: AsyncSession,
    actor: Actor,
    *,
    full_name: str = "Орлова Мария Петровна",
    birth_date: date = date(2018, 5, 14),
    snils: str | None = None,
    category: str = "none",
    now: datetime = NOW,
) -> int:
    answers = {
        "full_name": full_name,
        "birth_date": birth_date.isoformat(),
        "snils": snils or next_snils(),
        "category": category,
    }
    return (await add_child(session, actor, answers=answers, now=now)).id


async def add_kin(
    session: AsyncSession,
    parent: Actor,
    child_id: int,
    *,
    right: Right = Right.SEE,
    kin: Kin = Kin.ADULT,
    phone: str = "+79000000003",
    now: datetime = NOW,
) -> Actor:
    """Somebody with details of their own who has joined the family of a child."""
    other = await add_parent(session, territory_id=parent.territory_id, full_name="Другова Инна Сергеевна", phone=phone)
    code = await invite_kin(session, parent, child_id=child_id, right=right, kin=kin, now=now)
    seen = consent_text(TEENAGER, await operator(session, other)).digest(other.locale)
    await join_family(session, other, code=code, seen=seen, now=now)
    return other
