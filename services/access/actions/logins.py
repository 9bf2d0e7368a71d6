"""Coming in by a telephone and a code: who is known is never told, and five wrong codes end a code."""

import hmac
import secrets
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.actions.texting import put_text
from services.access.models import LoginCode
from services.access.rules import LOGIN_CODES, LOGIN_TERM, LOGIN_TRIES, LOGIN_WINDOW
from services.core.crypto import keyring


async def ask_login(session: AsyncSession, *, person_id: int | None, phone: str, words: str, now: datetime) -> None:
    """Send a new code to a person's telephone (E.164); an earlier one is void. ``words`` hold ``{code}``.

    For an unknown telephone (``person_id`` is None) the same is written and nothing is sent. After five codes within
    an hour none is made: the caller answers the same.
    """
    index = _index(phone)
    lately = LoginCode.phone_index == index, LoginCode.asked_at > now - LOGIN_WINDOW
    asked: int = await session.scalar(select(func.count()).select_from(LoginCode).where(*lately)) or 0
    if asked >= LOGIN_CODES:
        return
    void = update(LoginCode).where(LoginCode.phone_index == index, LoginCode.used_at.is_(None))
    await session.execute(void.values(used_at=now))
    code = f"{secrets.randbelow(10**6):06d}"
    session.add(
        LoginCode(
            phone_index=index,
            person_id=person_id,
            code_hash=_hash(index, code),
            asked_at=now,
            expires_at=now + LOGIN_TERM,
        )
    )
    await session.flush()
    if person_id is not None:
        told = words.format(code=code)
        await put_text(session, person_id=person_id, phone=phone, words=told, now=now, term=LOGIN_TERM)


async def use_login(session: AsyncSession, *, phone: str, code: str, now: datetime) -> int | None:
    """The person whom the code lets in, once; None for a wrong one: the caller commits, so that it is counted."""
    index, typed = _index(phone), "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
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
    for row in tried:
        if hmac.compare_digest(row.code_hash, _hash(index, typed)) and row.person_id is not None:
            await session.execute(update(LoginCode).where(LoginCode.id == row.id).values(used_at=now))
            return int(row.person_id)
    return None


def _index(phone: str) -> str:
    return keyring().blind_index(phone, "login.phone")


def _hash(index: str, code: str) -> str:
    return keyring().blind_index(f"{index}\0{code}", "login.code")
