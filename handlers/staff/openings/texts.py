"""Words of an opening for the staff."""

import re
from datetime import datetime, tzinfo

from handlers.common import formats
from handlers.common.words import _
from handlers.parent.openings.texts import how, rule
from services.core.errors import Invalid
from services.openings.actions import Rehearsal
from services.openings.queries import Figures, OpeningView
from services.openings.rules import Mode

_MOMENT = r"(\d{1,2})\.(\d{1,2})\.(\d{4}),?\s+(\d{1,2}):(\d{2})"
_HOURS = re.compile(rf"\s*{_MOMENT}\s*[-–—]\s*{_MOMENT}\s*")


def read_hours(typed: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """«01.06.2027 10:00 – 03.06.2027 18:00» in the territory's time. Raises Invalid."""
    found = _HOURS.fullmatch(typed)
    if found is None:
        raise Invalid("opening_hours", "format")
    numbers = [int(part) for part in found.groups()]
    try:
        first, last = (
            datetime(year, month, day, hour, minute, tzinfo=zone)
            for day, month, year, hour, minute in (numbers[:5], numbers[5:])
        )
    except ValueError as impossible:
        raise Invalid("opening_hours", "format") from impossible
    return first, last


def none_yet() -> str:
    return _(
        "<b>Opening of enrolment</b>\n\nNothing is announced: applications are taken at any time. Announce an hour, "
        "and nobody can apply to groups of that school year before it. In a strict order of time the moment decides; "
        "in a window all are equal and a draw decides, which anybody can repeat.",
    )


def ask_hours(mode: Mode) -> str:
    return "\n\n".join(
        [
            rule(mode),
            _("From when until when? Write it like this: 01.06.2027 10:00 – 03.06.2027 18:00 (the territory's time)."),
        ]
    )


def ask_announce(opens_at: datetime, closes_at: datetime, zone: tzinfo, mode: Mode, year: int) -> str:
    return "\n\n".join(
        [
            _("Announce the opening for the school year {first}/{second}: from {start} to {end}?").format(
                first=year,
                second=year + 1,
                start=formats.moment(opens_at, zone),
                end=formats.moment(closes_at, zone),
            ),
            rule(mode),
            _("It can be called off until it begins. Then tell the parents: “Message to all”."),
        ]
    )


def watch(opening: OpeningView, seen: Figures) -> str:
    """The opening as the parents see it, and its figures."""
    lines = [
        _("Applications: {count}, children: {children}").format(count=seen.applications, children=seen.children),
        _("Groups chosen: {groups}, their free seats: {seats}, groups with more applications than seats: {crowded}")
        .format(groups=seen.groups, seats=seen.seats, crowded=seen.crowded),
    ]  # fmt: skip
    if opening.drawn_at is not None and opening.published_at is None:
        lines.append(_("The order is fixed: seats fell to {count}. Nobody sees it until it is published.").format(
            count=seen.with_seat))  # fmt: skip
    if opening.published_at is not None:
        lines = [
            _("Approved: {approved}, left to a clerk: {left}, still to be told: {waiting}").format(
                approved=seen.approved, left=seen.left, waiting=seen.waiting
            )
        ]
    return "\n\n".join([how(opening), "\n".join(lines)])


def rehearsed(told: Rehearsal, *, is_real: bool = False) -> str:
    """What an order gives."""
    head = (
        _("<b>The order is fixed.</b> Publish it when it has been looked at.")
        if is_real
        else _("<b>Dry run</b> with a seed that is thrown away; nothing was changed and nobody was told.")
    )
    figures = _(
        "Applications: {count}, children: {children}. With a seat: {first} children, further seats: {further}, "
        "children without a seat: {without}.",
    ).format(
        count=told.applications,
        children=told.children,
        first=told.first_places,
        further=told.further_places,
        without=told.without,
    )
    return f"{head}\n\n{figures}"


def ask_draw() -> str:
    return _("Fix the order of all applications now? It is done once; afterwards only publishing is left.")


def ask_publish() -> str:
    return _(
        "Publish the seed, the list of numbers and everybody's place? Seats are approved in your name, one after the "
        "other, and every family is told. Nobody is refused.",
    )


def ask_cancel() -> str:
    return _("Call the opening off? Applications will be taken at any time again.")
