"""Codes of a report in words: boxes, reasons of refusal, warnings."""

from handlers.common.words import _


def box(code: str) -> str:
    """A list of records."""
    return {
        "partners": _("Organisations"),
        "programDirections": _("Directions"),
        "programs": _("Programs"),
        "groups": _("Groups"),
        "schedules": _("Timetables"),
    }.get(code, code)


def reason(code: str) -> str:
    """Why a record was refused."""
    return {
        "bad_uuid": _("its uuid is missing or is spelt wrong"),
        "duplicate_uuid": _("another record with the same uuid is newer"),
        "missing_required": _("it has no name"),
        "missing_partner": _("its organisation is not in the file or was refused"),
        "missing_program": _("its program is not in the file or was refused"),
        "missing_group": _("its group is not in the file or was refused"),
        "unknown_code": _("a code is not in the dictionary"),
        "bad_number": _("a number cannot be read, or an age is not between 0 and 99"),
        "age_reversed": _("the youngest age is above the oldest"),
        "negative_size": _("a number of seats is below zero"),
        "size_reversed": _("the least number of seats is above the most"),
        "negative_money": _("a cost is below zero"),
        "bad_date": _("a date cannot be read"),
        "date_reversed": _("a last day is before the first"),
        "bad_time": _("an hour is missing or cannot be read"),
        "time_reversed": _("a lesson ends before it begins"),
    }.get(code, code)


def warning(code: str) -> str:
    """What was noticed of a record that was taken all the same."""
    return {
        "unknown_open_code": _("a code is not in the dictionary; it was left out"),
        "unknown_direction": _("the direction is not in the file"),
        "direction_focus_mismatch": _("the direction belongs to another focus"),
        "html_stripped": _("markup was taken out of the texts"),
        "schedule_length_mismatch": _("lessons and breaks do not add up to the time"),
        "row_differs": _("a row tells its program or organisation otherwise than the first such row"),
    }.get(code, code)
