"""What waits for the body or the club, in the words of its index."""

from sqlalchemy import ColumnElement, literal_column

from services.certificates.models import TO_DECIDE, Application


def waits_for_a_word() -> ColumnElement[bool]:
    """The states of ``TO_DECIDE`` in the words of their index: a database does not look for it by bound values.

    Among millions of decided cases a planner with statistics else reads them all to count a few hundred.
    """
    return Application.status.in_([literal_column(f"'{one.value}'") for one in TO_DECIDE])
