"""All that this room knows about a person."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.models import Application, CaseMark, Certificate, CertificateChange, MarkKind, WaitingEntry
from services.core.records import Known, records

_APPLICATIONS = select(
    Application.id.label("number"),
    Application.child_id,
    Application.program_id,
    Application.group_id,
    Application.provider_id,
    Application.school_year,
    Application.status,
    Application.submitted_at,
    Application.due_on,
    Application.decided_at,
    Application.ground,
    Application.confirm_by,
).order_by(Application.id)
_NOTES = (
    select(CaseMark.application_id, CaseMark.at, CaseMark.text)
    .join(Application, Application.id == CaseMark.application_id)
    .where(CaseMark.kind == MarkKind.NOTE)
    .order_by(CaseMark.id)
)
_CERTIFICATES = (
    select(
        Certificate.number,
        Certificate.application_id,
        Certificate.child_id,
        Certificate.service_code,
        Certificate.hours,
        Certificate.nominal,
        Certificate.valid_from,
        Certificate.valid_to,
        Certificate.status,
    )
    .join(Application, Application.id == Certificate.application_id)
    .order_by(Certificate.id)
)
_CHANGES = (
    select(
        Certificate.number,
        CertificateChange.at,
        CertificateChange.deed,
        CertificateChange.code,
        CertificateChange.changed,
    )
    .join(Certificate, Certificate.id == CertificateChange.certificate_id)
    .join(Application, Application.id == Certificate.application_id)
    .order_by(CertificateChange.id)
)
_PLACES = select(
    *(WaitingEntry.id.label("number"), WaitingEntry.child_id, WaitingEntry.group_id, WaitingEntry.status),
    *(WaitingEntry.joined_at, WaitingEntry.offered_at, WaitingEntry.answer_by, WaitingEntry.ended_at),
    WaitingEntry.application_id,
).order_by(WaitingEntry.id)


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """Applications and certificates; ``nominal`` is in kopecks."""
    own = Application.parent_id == person_id
    return {
        "applications": await records(session, _APPLICATIONS.where(own)),
        "case_notes": await records(session, _NOTES.where(own)),
        "certificates": await records(session, _CERTIFICATES.where(own)),
        "certificate_changes": await records(session, _CHANGES.where(own)),
        "waiting_places": await records(session, _PLACES.where(WaitingEntry.parent_id == person_id)),
    }
