"""Words of a check: genuine or not, in what state, until when, for what. Nothing of any person."""

from handlers.common import formats
from handlers.common.context import Desk
from handlers.common.words import _, _n
from services.certificates.queries import Genuine, Standing
from services.certificates.queries.genuine import Service


def link(desk: Desk, number: str) -> str:
    """Where the QR code of a certificate leads: the page of the check, or the bot where there are no pages."""
    return desk.link(f"v_{number}") if desk.public_url is None else f"{desk.public_url}/verify?no={number}"


def genuine(found: Genuine) -> str:
    """A certificate that was given out here."""
    lines = [
        _("<b>Genuine.</b> Certificate No. {number} was given out by {office}.").format(
            number=found.number, office=formats.safe(found.territory.authority or found.territory.title)
        ),
        standing(found.standing),
        _("Term, both days included: {first} – {last}.").format(
            first=formats.day(found.valid_from), last=formats.day(found.valid_to)
        ),
        "\n".join(service(one, is_many=len(found.services) > 1) for one in found.services),
        _("Checked {moment}. Whose it is, the check tells nobody.").format(
            moment=formats.moment(found.checked_at, found.territory.timezone)
        ),
    ]
    return "\n\n".join(lines)


def standing(value: Standing) -> str:
    """What it is good for today, in a sentence."""
    return {
        Standing.RESERVED: _("State: reserved. It starts to work when the contract is signed."),
        Standing.ACTIVE: _("State: in force."),
        Standing.SUSPENDED: _("State: suspended for a time."),
        Standing.CONVERTED: _("State: without money; it pays for nothing any more."),
        Standing.ENDED: _("State: its term has ended; it pays for nothing any more."),
        Standing.RELEASED: _(
            "State: released, it pays for nothing: the contract did not come into force, or the child has left."
        ),
        Standing.REPLACED: _("State: replaced by a unified certificate; check the number of that one."),
    }[value]


def service(one: Service, *, is_many: bool) -> str:
    """What it pays for; of several services each has its own state."""
    name = one.name or _("additional general-developmental programs for children")
    words = f"{formats.safe(name)} ({one.code})" if one.code else formats.safe(name)
    line = _n("Service: {name}, {count} person-hour.", "Service: {name}, {count} person-hours.", one.hours).format(
        name=words, count=one.hours
    )
    return f"{line} {standing(one.standing)}" if is_many else line


def unknown() -> str:
    """No such number: a forgery, or another system's paper."""
    return _(
        "<b>Not genuine.</b> This desk has given out no certificate with such a number. If you hold one on paper, "
        "compare every digit; if they are the same, tell the office: its telephone is in “Help”."
    )


def how() -> str:
    """What to send, for whoever has sent less."""
    return _(
        "To check a certificate send its whole number, for example 2026-000123-48217735: the last eight digits are "
        "part of it. Or point a camera at its QR code."
    )


def slip() -> str:
    """One digit is not the printed one."""
    return _(
        "One of the digits is mistyped: such a number cannot be. Please compare it with the paper and send it again; "
        "this says nothing of the certificate itself."
    )


def too_many() -> str:
    """Somebody guesses."""
    return _("Too many numbers that nobody has. Please come back in an hour; a genuine certificate waits.")
