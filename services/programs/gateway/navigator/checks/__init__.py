"""The tests of one record, in their order: what was read becomes a checked record or a reason."""

from collections.abc import Callable, Mapping

from services.programs.gateway.navigator import values
from services.programs.gateway.navigator.checks import groups, partners, programs, schedules
from services.programs.gateway.navigator.checks.draft import Draft
from services.programs.gateway.records import Head, RawRecord
from services.programs.gateway.verdicts import Box, Reason

LONGEST_SOURCE = 40

_CHECKS: Mapping[Box, Callable[[Head, Mapping[str, object], Draft], None]] = {
    Box.PARTNERS: partners.check_partner,
    Box.DIRECTIONS: partners.check_direction,
    Box.PROGRAMS: programs.check,
    Box.GROUPS: groups.check,
    Box.SCHEDULES: schedules.check,
}


def check(box: Box, position: int, told: Mapping[str, object]) -> RawRecord:
    """Decide everything that needs no other record. ``position`` is the record's place in its box, from 0.

    Fields are named as in the package; those that start with ``_`` are told by tables only.
    """
    head = _head(told)
    if not head.uuid:
        return RawRecord(box, position, head, early=Reason.BAD_UUID)
    if values.flag(told.get("isDeleted")):
        return RawRecord(box, position, head, is_deleted=True)
    draft = Draft()
    try:
        _CHECKS[box](head, told, draft)
    except values.Rejected as rejected:
        draft.refuse(rejected.reason)
    return RawRecord(
        box,
        position,
        head,
        parent=draft.parent,
        direction=draft.direction,
        focus_code=draft.focus_code,
        early=draft.early,
        late=draft.late,
        missing=draft.missing,
        missing_open=draft.missing_open,
        warnings=draft.warnings,
        make=draft.make,
    )


def _head(told: Mapping[str, object]) -> Head:
    return Head(
        uuid=values.uuid(told.get("uuid")),
        ts=values.timestamp(told.get("lastmodifiedTs")),
        datasource=values.word(told.get("datasource")).lower()[:LONGEST_SOURCE],
        local_id=values.word(told.get("localId"))[: values.LONGEST],
    )
