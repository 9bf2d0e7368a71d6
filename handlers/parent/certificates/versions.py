"""Words of a certificate's state and of its versions: for the parent, the club and the staff alike."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from handlers.common import formats
from handlers.common.words import _
from services.certificates.models import CertificateStatus
from services.certificates.queries import CertificateView, Standing, Version, standing_of
from services.certificates.queries.amounts import UnifiedLine
from services.certificates.rules.changes import BIRTH_DATE, TERM_OVER, Cause, Change, Hold


def state(found: CertificateView | UnifiedLine, today: date) -> str:
    """Where a certificate stands, in some words; of a suspension its last day too."""
    if found.status is CertificateStatus.SUSPENDED and found.suspended_till is not None:
        return _("suspended till {day} inclusive").format(day=formats.day(found.suspended_till))
    return {
        Standing.RESERVED: _("reserved: it starts to work with the contract"),
        Standing.ACTIVE: _("in force"),
        Standing.SUSPENDED: _("suspended"),
        Standing.ENDED: _("its term has ended"),
        Standing.RELEASED: _("released: it pays for nothing any more"),
        Standing.CONVERTED: _("without money: nothing was used, the money went back to the order"),
        Standing.REPLACED: _("replaced by a unified certificate"),
    }[standing_of(found.status, found.valid_to, today)]


def of_unified(data: Mapping[str, Any]) -> list[str]:
    """That a certificate of a notice is a line of a unified one; nothing for one by itself."""
    if not data.get("unified"):
        return []
    return [
        _(
            "It is a line of the unified certificate No. {number}: its other services are as they were, one paper and "
            "one QR code are for all of them."
        ).format(number=data["unified"])
    ]


def hold(code: str | None) -> str:
    """Ground of a suspension."""
    words: dict[str, str] = {
        Hold.LONG_ABSENCE: _("the child has not come to lessons for long"),
        Hold.CLUB_STOPPED: _("the club has stopped its lessons"),
        Hold.DATA_CHECK: _("the data of the certificate are being checked"),
        Hold.FAMILY_ASKED: _("the family has asked for it"),
    }
    return words.get(code or "", _("the reason is given at the office"))


def cause(code: str | None) -> str:
    """Why a suspension has ended."""
    words: dict[str, str] = {
        Cause.CAUSE_OVER: _("its cause is over"),
        Cause.BY_MISTAKE: _("it was a mistake"),
        TERM_OVER: _("its last day has passed"),
    }
    return words.get(code or "", _("the reason is given at the office"))


def lines(found: Sequence[Version], zone: tzinfo) -> list[str]:
    """The versions, the newest first, a line each."""
    return [
        _("Version {number}, {moment}: {deed}").format(number=one.no, moment=_moment(one.at, zone), deed=_deed(one))
        for one in reversed(found)
    ]


def _moment(value: datetime, zone: tzinfo) -> str:
    return formats.day(value.astimezone(zone).date())


def _deed(one: Version) -> str:
    if one.deed is Change.SUSPEND:
        return _("suspended, {ground}").format(ground=hold(one.code))
    if one.deed is Change.RESUME:
        return _("in force again, {cause}").format(cause=cause(one.code))
    if one.deed is Change.AMEND and one.code == BIRTH_DATE:
        was, now = (formats.day(date.fromisoformat(day)) for day in one.changed["valid_to"])
        return _("the birth date was corrected, the last day is {now} instead of {was}").format(now=now, was=was)
    return {
        Change.RESERVE: _("reserved by the approval"),
        Change.ACTIVATE: _("in force with the contract"),
        Change.RELEASE: _("released: it pays for nothing any more"),
        Change.RENEW: _("reserved anew"),
        Change.EXPIRE: _("its term has ended"),
        Change.CONVERT: _("without money: nothing was used"),
    }[one.deed]
