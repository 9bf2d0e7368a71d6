"""What may be written and sent; pure."""

from dataclasses import dataclass, field

from services.complaints.models import Kind, Side, Subject
from services.core.errors import Invalid

TEXT_MOST = 4000
"""Signs of one message: as much as a messenger sends at once."""
MOST_OPEN = 10
"""Threads of one person that may wait for an answer at a time."""
CASE_ASKED = (Kind.SERVICE, Kind.CLUB)
"""Kinds that ask about which case they are."""
NO_CASE = 0
"""«None of my cases»."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written; ``application_id`` is 0 for none of the cases, None while it was not asked."""

    kind: Kind
    addressee: Side = Side.BODY
    subject: Subject | None = None
    application_id: int | None = None
    text: str | None = field(default=None, repr=False)

    @property
    def is_private(self) -> bool:
        """Whether it is signed with a name: appeals and complaints are."""
        return self.kind is not Kind.QUESTION


def checked_text(typed: str, fieldname: str = "message") -> str:
    """A text of some lines, without control signs. Raises Invalid blank or long."""
    plain = "".join(sign for sign in typed.replace("\r\n", "\n") if sign == "\n" or sign.isprintable())
    text = "\n".join(" ".join(line.split()) for line in plain.split("\n")).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    if not text:
        raise Invalid(fieldname, "blank")
    if len(text) > TEXT_MOST:
        raise Invalid(fieldname, "long")
    return text


def needs_club(draft: Draft) -> bool:
    """Whether it must name a club, which a case of the family does."""
    return draft.kind is Kind.CLUB or (draft.kind is Kind.QUESTION and draft.addressee is Side.CLUB)


def missing(draft: Draft) -> str | None:
    """What is asked next: ``subject``, ``case``, ``text``; None when it can be sent."""
    if draft.kind is Kind.SERVICE and draft.subject is None:
        return "subject"
    if needs_club(draft) and not draft.application_id:
        return "case"
    if draft.kind in CASE_ASKED and draft.application_id is None:
        return "case"
    return None if draft.text else "text"
