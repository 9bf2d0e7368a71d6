"""Words of the desk beside the decision: punctuality, filters, notes, colleagues."""

from handlers.common.words import _, _n
from handlers.parent.certificates import texts as common
from services.certificates.queries import Punctuality


def on_time(figures: list[tuple[str, Punctuality]]) -> str:
    """Punctuality of each territory's decisions: a figure that anybody may be shown."""
    return "\n\n".join([_("<b>Punctuality of decisions</b>"), *(_on_time(*one) for one in figures)])


def _on_time(place: str, found: Punctuality) -> str:
    late = _n("{count} case is late now.", "{count} cases are late now.", found.late_now).format(count=found.late_now)
    if found.percent is None:
        return _("{place}, {year}: nothing has been decided yet. {late}").format(
            place=common.short(place, 60), year=found.year, late=late
        )
    return _("{place}, {year}: {percent}% in time, {in_time} of {decided}. {late}").format(
        place=common.short(place, 60),
        year=found.year,
        percent=found.percent,
        in_time=found.in_time,
        decided=found.decided,
        late=late,
    )


def choose_filter() -> str:
    return _("What of the queue shall be shown?")


def ask_note(number: int, *, is_private: bool) -> str:
    """Before a note; ``is_private``: personal data have pages of their own."""
    head = _(
        "Write a note to application No. {number} in one message, up to 1000 signs. Your colleagues read it, and the "
        "family may ask to read it."
    ).format(number=number)
    if not is_private:
        return head
    warning = _(
        "⚠️ No personal data here: no names, dates of birth, telephones or health. What needs them is written on the "
        "page of the case."
    )
    return f"{head}\n\n{warning}"


def noted(number: int) -> str:
    return _("The note to application No. {number} is kept in its history.").format(number=number)


def choose_colleague(number: int) -> str:
    return _(
        "Who takes application No. {number}? It leaves the others' “next case”; whoever gets it is told. The term of "
        "the decision does not change."
    ).format(number=number)


def given(number: int, whom: int | None, me: int) -> str:
    """Who has it now."""
    if whom is None:
        return _("Application No. {number} is whoever comes first.").format(number=number)
    if whom == me:
        return _("Application No. {number} is yours.").format(number=number)
    return _("Application No. {number} is given to colleague No. {whom}, who is told.").format(number=number, whom=whom)
