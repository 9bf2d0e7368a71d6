"""The versions of a certificate: every step that changed it, with who made it and what is otherwise since."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import ApplicationStep, Certificate, CertificateChange
from services.certificates.rules.changes import Change
from services.certificates.rules.lifecycle import Deed

_STEPS = {
    Deed.APPROVE.value: Change.RESERVE,
    Deed.ENROL.value: Change.ACTIVATE,
    Deed.WITHDRAW.value: Change.RELEASE,
    Deed.LAPSE.value: Change.RELEASE,
    Deed.RENEW.value: Change.RENEW,
    Deed.TRANSFER.value: Change.RELEASE,
    Deed.LEAVE.value: Change.RELEASE,
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number from 1, what made it, the party (``rules.lifecycle.Party``), the ground's code.

    ``changed`` is field → (what it was, what it is): ISO dates, words of a state.
    """

    no: int
    at: datetime
    deed: Change
    party: str
    code: str | None
    changed: dict[str, list[str]] = field(default_factory=dict)


async def history_of(session: AsyncSession, application_id: int) -> list[Version]:
    """All versions of a case's certificate, the oldest first; for a case already proved to be the reader's."""
    steps = await session.execute(
        select(ApplicationStep.at, ApplicationStep.deed, ApplicationStep.party)
        .where(ApplicationStep.application_id == application_id, ApplicationStep.deed.in_(_STEPS))
        .order_by(ApplicationStep.id)
    )
    rows: list[tuple[datetime, Change, str, str | None, dict[str, list[str]]]] = [
        (row.at, _STEPS[row.deed], row.party, None, {}) for row in steps
    ]
    begun = next((at for at, deed, *_rest in rows if deed is Change.RESERVE), None)
    made = await session.execute(
        select(CertificateChange)
        .join(Certificate, Certificate.id == CertificateChange.certificate_id)
        .where(Certificate.application_id == application_id)
        .order_by(CertificateChange.id)
    )
    rows += [(one.at, Change(one.deed), one.party, one.code, one.changed) for one in made.scalars()]
    since = sorted((row for row in rows if begun is not None and row[0] >= begun), key=lambda row: row[0])
    return [Version(no, *row) for no, row in enumerate(since, start=1)]
