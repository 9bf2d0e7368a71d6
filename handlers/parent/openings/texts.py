"""Words of an opening for parents. The same functions word the pages: everything foreign is escaped here."""

from handlers.common import formats
from handlers.common.words import _, _n
from handlers.parent.certificates.texts import program
from services.openings.queries import OpeningView, OwnPlace
from services.openings.rules import Mode


def act(opening: OpeningView) -> str:
    """The act by which the territory works."""
    shown = opening.territory.pack.act
    name = " ".join(part for part in (shown.type, f"№ {shown.number}" if shown.number else None) if part)
    return formats.safe(name)


def rule(mode: Mode) -> str:
    """The order in two sentences."""
    if mode is Mode.TIME:
        return _(
            "The order is strict: whoever applied earlier stands earlier, to the moment when the desk received it.",
        )
    return _(
        "Until the end of the window all applications are equal, so there is no need to hurry. Then a draw decides: "
        "a first seat for every child before anybody's second one.",
    )


def how(opening: OpeningView) -> str:
    """The hour, the rule, the act; how the draw can be checked."""
    parts = [
        _("<b>Enrolment for the school year {first}/{second}</b>").format(
            first=opening.school_year, second=opening.school_year + 1
        ),
        _("Applications are taken from {start} to {end}, the territory's time.").format(
            start=formats.moment(opening.opens_at, opening.zone), end=formats.moment(opening.closes_at, opening.zone)
        ),
        rule(opening.mode),
        _("The territory works by: {act}.").format(act=act(opening)),
    ]
    if opening.published_at is not None:
        parts.append(
            _("The results have been out since {moment}.").format(
                moment=formats.moment(opening.published_at, opening.zone)
            )
        )
    if opening.mode is Mode.DRAW:
        parts.append(_check(opening))
    return "\n\n".join(parts)


def _check(opening: OpeningView) -> str:
    if opening.seed is None:
        return _(
            "The seed of the draw is sealed already; its SHA-256 cannot be changed any more: <code>{digest}</code>. "
            "The seed is published with the results.",
        ).format(digest=opening.seed_digest)
    return _(
        "Anybody can repeat the draw. Seed: <code>{seed}</code>. The SHA-256 announced before: <code>{digest}</code>.",
    ).format(seed=opening.seed, digest=opening.seed_digest)


def my_place(own: OwnPlace) -> str:
    """The place, why it is so, what follows."""
    zone = own.opening.zone
    head = _("Application No. {number}: {program}. It was received on {moment}.").format(
        number=own.number, program=program(own.group), moment=formats.moment(own.filed_at, zone)
    )
    return "\n\n".join([head, *(_before(own) if own.opening.published_at is None else _after(own))])


def _before(own: OwnPlace) -> list[str]:
    closes = formats.moment(own.opening.closes_at, own.opening.zone)
    seats = max(0, own.group.capacity - own.group.taken)
    if own.place is None:
        return [
            _n(
                "There is no order yet: all {count} application to this group is equal until {moment}.",
                "There is no order yet: all {count} applications to this group are equal until {moment}.",
                own.rivals,
            ).format(count=own.rivals, moment=closes),
            _("Then the draw decides, and I will write to you. Nothing is needed from you until then."),
        ]
    return [
        _("Your place in the order of time is now {place}; free seats: {seats}.").format(place=own.place, seats=seats),
        _("It can only get better: who applies later stands after you. The results come after {moment}.").format(
            moment=closes
        ),
    ]


def _after(own: OwnPlace) -> list[str]:
    if own.place is None or own.turn is None:
        return [
            _(
                "It did not take part: by the end of the window it was not filed, was taken back or was decided "
                "already. Its state is in “My cases”.",
            )
        ]
    return [
        _("Your place among the applications to this group is {place} of {count}.").format(
            place=own.place, count=own.rivals
        ),
        _why(own),
        _next(own),
    ]


def _why(own: OwnPlace) -> str:
    if own.opening.mode is Mode.TIME:
        return _("Why: of all applications to the territory yours was number {turn} of {turns} by time.").format(
            turn=own.turn, turns=own.turns
        )
    return _(
        "Why: the draw gave your child turn {turn} of {turns}, and this application was looked at in round {round}, "
        "at your turn. In a round every child gets at most one seat.",
    ).format(turn=own.turn, turns=own.turns, round=own.round)


def _next(own: OwnPlace) -> str:
    if own.seat:
        return _("A seat fell to it: the certificate and the contract follow, and I will write what to sign by when.")
    if not own.last_seat:
        return _("The group had no free seat at your turn. The application stays in the queue: nobody has refused it.")
    return _(
        "The last seat went to place {place}. The application keeps its place in the queue: nobody has refused it.",
    ).format(place=own.last_seat)
