"""Coming in by a code: to a telephone, or from the desk for an application. Who is known is never told."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions.texting import put_text
from services.access.models import LoginCode
from services.access.rules import (
    DESK_DIGITS,
    DESK_TERM,
    LOGIN_CODES,
    LOGIN_DIGITS,
    LOGIN_TERM,
    LOGIN_TRIES,
    LOGIN_WINDOW,
    STRANGERS_AN_HOUR,
)
from services.core.crypto import keyring


@dataclass(frozen=True, slots=True)
class Admitted:
    """A code was right: ``person_id`` is None for a telephone that nobody had, whose holder is new here."""

    person_id: int | None


async def ask_login(session: AsyncSession, *, person_id: int | None, phone: str, words: str, now: datetime) -> None:
    """Send a new code to a telephone (E.164); an earlier one is void. ``words`` hold ``{code}``.

    A telephone that nobody has (``person_id`` is None) gets one too: its holder may come in as somebody new. After
    five codes within an hour, or after many strangers, none is made: the caller answers the same.
    """
    index, since = _index(phone), LoginCode.asked_at > now - LOGIN_WINDOW
    asked = await _count(session, LoginCode.phone_index == index, since)
    if asked >= LOGIN_CODES:
        return
    if person_id is None and await _count(session, LoginCode.person_id.is_(None), since) >= STRANGERS_AN_HOUR:
        return
    code = _digits(LOGIN_DIGITS)
    await _keep(session, index, person_id=person_id, code=code, now=now, expires_at=now + LOGIN_TERM)
    told = words.format(code=code)
    await put_text(session, person_id=person_id, phone=phone, words=told, now=now, term=LOGIN_TERM)


async def use_login(session: AsyncSession, *, phone: str, code: str, now: datetime) -> Admitted | None:
    """Who the code lets in, once; None for a wrong one: the caller commits, so that it is counted."""
    return await _use(session, _index(phone), code, now)


async def give_desk_code(session: AsyncSession, *, application: int, person_id: int, now: datetime) -> str:
    """A code for the parent of an application, to be handed over at the desk; an earlier one is void.

    The caller has checked that the actor may open the case. It lets in once, within seven days.
    """
    code = _digits(DESK_DIGITS)
    index = _desk_index(application)
    await _keep(session, index, person_id=person_id, code=code, now=now, expires_at=now + DESK_TERM)
    return code


async def use_desk_code(session: AsyncSession, *, application: int, code: str, now: datetime) -> Admitted | None:
    """Who the desk's code lets in, once; None for a wrong one, which is counted when the caller commits."""
    return await _use(session, _desk_index(application), code, now)


async def _count(session: AsyncSession, *where: object) -> int:
    return await session.scalar(select(func.count()).select_from(LoginCode).where(*where)) or 0  # type: ignore[arg-type]


async def _keep(
    session: AsyncSession, index: str, *, person_id: int | None, code: str, now: datetime, expires_at: datetime
) -> None:
    void = update(LoginCode).where(LoginCode.phone_index == index, LoginCode.used_at.is_(None))
    await session.execute(void.values(used_at=now))
    kept = LoginCode(
        phone_index=index, person_id=person_id, code_hash=_hash(index, code), asked_at=now, expires_at=expires_at
    )
    session.add(kept)
    await session.flush()


async def _use(session: AsyncSession, index: str, code: str, now: datetime) -> Admitted | None:
    typed = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    tried = await session.execute(
        update(LoginCode)
        .where(
            LoginCode.phone_index == index,
            LoginCode.used_at.is_(None),
            LoginCode.expires_at > now,
            LoginCode.tries < LOGIN_TRIES,
        )
        .values(tries=LoginCode.tries + 1)
        .returning(LoginCode.id, LoginCode.person_id, LoginCode.code_hash),
    )
    for row in tried.all():
        if hmac.compare_digest(row.code_hash, _hash(index, typed)):
            await session.execute(update(LoginCode).where(LoginCode.id == row.id).values(used_at=now))
            return Admitted(row.person_id)
    return None


def _digits(many: int) -> str:
    return f"{secrets.randbelow(10**many):0{many}d}"


def _index(phone: str) -> str:
    return keyring().blind_index(phone, "login.phone")


def _desk_index(application: int) -> str:
    return keyring().blind_index(str(application), "login.application")


def _hash(index: str, code: str) -> str:
    return keyring().blind_index(f"{index}\0{code}", "login.code")
