"""The lists that a catalogue has, and how a record of them may end."""

from enum import StrEnum


class Box(StrEnum):
    """A list of records, in the order in which they are settled: parents first."""

    PARTNERS = "partners"
    DIRECTIONS = "programDirections"
    PROGRAMS = "programs"
    GROUPS = "groups"
    SCHEDULES = "schedules"


class Reason(StrEnum):
    """Why a record is refused, in the order of the tests: the first that fails decides."""

    BAD_UUID = "bad_uuid"
    DUPLICATE_UUID = "duplicate_uuid"
    MISSING_REQUIRED = "missing_required"
    MISSING_PARTNER = "missing_partner"
    MISSING_PROGRAM = "missing_program"
    MISSING_GROUP = "missing_group"
    UNKNOWN_CODE = "unknown_code"
    BAD_NUMBER = "bad_number"
    AGE_REVERSED = "age_reversed"
    NEGATIVE_SIZE = "negative_size"
    SIZE_REVERSED = "size_reversed"
    NEGATIVE_MONEY = "negative_money"
    BAD_DATE = "bad_date"
    DATE_REVERSED = "date_reversed"
    BAD_TIME = "bad_time"
    TIME_REVERSED = "time_reversed"


class Warn(StrEnum):
    """What is told of a valid record, at most once each."""

    UNKNOWN_OPEN_CODE = "unknown_open_code"
    UNKNOWN_DIRECTION = "unknown_direction"
    DIRECTION_FOCUS_MISMATCH = "direction_focus_mismatch"
    HTML_STRIPPED = "html_stripped"
    SCHEDULE_LENGTH_MISMATCH = "schedule_length_mismatch"
    ROW_DIFFERS = "row_differs"
    """Tables only: a row tells a program or a provider otherwise than the first row that named it, which holds."""
