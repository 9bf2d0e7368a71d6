"""All that this room knows about a person."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.core.records import Known, records
from services.families.models import Child, Consent, Representative, Share, Sheet


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """The parent's details, the children, the consents."""
    own = select(Representative.full_name, Representative.phone, Representative.changed_at, Representative.confirmed_at)
    kids = select(
        Child.id, Child.full_name, Child.birth_date, Child.snils, Child.category, Child.nickname, Child.created_at
    )
    sheets = select(Sheet.key, Sheet.answers, Sheet.changed_at)
    given = select(
        Consent.id,
        Consent.purpose,
        Consent.version,
        Consent.text_hash,
        Consent.way,
        Consent.given_at,
        Consent.withdrawn_at,
    )
    joined = select(Share.child_id, Share.right, Share.kin, Share.since, Share.until)
    return {
        "shares": await records(session, joined.where(Share.person_id == person_id).order_by(Share.id)),
        "representative": await records(session, own.where(Representative.person_id == person_id)),
        "children": await records(session, kids.where(Child.parent_id == person_id).order_by(Child.id)),
        "details": await records(session, sheets.where(Sheet.person_id == person_id).order_by(Sheet.key)),
        "consents": await records(session, given.where(Consent.person_id == person_id).order_by(Consent.id)),
    }
