"""The second factor: an authenticator application's six digits (RFC 6238)."""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.access.errors import FactorLocked, WrongFactor
from services.access.models import SecondFactor
from services.access.rules import FACTOR_LOCK, FACTOR_STEP, FACTOR_TRIES
from services.core.errors import Stale


async def begin_factor(session: AsyncSession, *, person_id: int) -> str:
    """The secret of an authenticator that is being set up, the same until it is confirmed. Raises Stale once it is."""
    kept = await session.get(SecondFactor, person_id)
    if kept is not None and kept.confirmed_at is not None:
        raise Stale("factor")
    if kept is None:
        kept = SecondFactor(person_id=person_id, secret=pyotp.random_base32())
        session.add(kept)
        await session.flush()
    return kept.secret


async def check_factor(session: AsyncSession, *, person_id: int, code: str, now: datetime) -> bool:
    """Whether this is the code of the moment before, now or after; the first right one sets the authenticator up.

    A code counts once. False for a wrong one: the caller commits, so that the tries are counted, and then says so.
    Raises WrongFactor where nothing is set up, and FactorLocked after five wrong ones in a row.
    """
    row = select(SecondFactor).where(SecondFactor.person_id == person_id).with_for_update()
    kept = (await session.scalars(row)).one_or_none()
    if kept is None:
        raise WrongFactor
    if kept.locked_until is not None and kept.locked_until > now:
        raise FactorLocked(-(-int((kept.locked_until - now).total_seconds()) // 60))
    step = _step_of(kept.secret, code, now)
    if step is None or step <= kept.last_step:
        kept.failures += 1
        if kept.failures >= FACTOR_TRIES:
            kept.failures, kept.locked_until = 0, now + FACTOR_LOCK
        await session.flush()
        return False
    kept.failures, kept.locked_until, kept.last_step = 0, None, step
    kept.confirmed_at = kept.confirmed_at or now
    await session.flush()
    return True


async def reset_factor(session: AsyncSession, *, person_id: int) -> None:
    """Forget a lost authenticator: the next login sets up a new one."""
    found = await session.get(SecondFactor, person_id)
    if found is not None:
        await session.delete(found)
        await session.flush()


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    typed = "".join(sign for sign in code if sign.isdecimal() and sign.isascii())
    clock = pyotp.TOTP(secret, interval=FACTOR_STEP)
    present = int(now.timestamp()) // FACTOR_STEP
    for step in (present, present - 1, present + 1):
        if len(typed) == clock.digits and hmac.compare_digest(clock.at(step * FACTOR_STEP), typed):
            return step
    return None
