"""The life of a thread as a table of transitions: pure data and pure questions to it."""

from dataclasses import dataclass
from enum import StrEnum

from services.complaints.models import Kind, Side, State

S = State


class Party(StrEnum):
    """Who moves a thread, and whose turn it may be."""

    PARENT = "parent"
    BODY = "body"
    CLUB = "club"
    SYSTEM = "system"


class Deed(StrEnum):
    """What is done to a thread."""

    FILE = "file"
    ASK_CLUB = "ask_club"
    EXPLAIN = "explain"
    RECALL = "recall"
    PROLONG = "prolong"
    FORWARD = "forward"
    ANSWER = "answer"
    SETTLE = "settle"
    DISPUTE = "dispute"
    DISSENT = "dissent"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Guard(StrEnum):
    """What must hold besides the state; the action that names it proves it in the same transaction."""

    SIGNED = "signed"
    IN_TIME = "in_time"
    ABOUT_CLUB = "about_club"
    ONCE = "once"
    WITHIN_TERM = "within_term"
    HEAD = "head"
    NOT_OWN_DECISION = "not_own_decision"
    OUTCOME = "outcome"
    ASKED_OF_CLUB = "asked_of_club"
    TERM_OVER = "term_over"
    NOBODY_ABOVE = "nobody_above"


@dataclass(frozen=True, slots=True)
class Transition:
    """One way; ``start`` is None for a new thread. ``term`` is the road's term that begins with the step."""

    deed: Deed
    start: State | None
    end: State
    who: Party
    guards: tuple[Guard, ...]
    term: str | None
    basis: str


_ANSWER = (Guard.HEAD, Guard.NOT_OWN_DECISION, Guard.OUTCOME)
_59, _210, _OURS = "59-FZ, article", "210-FZ, article", "rule of the territory"

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        Deed.FILE, None, S.REGISTERED, Party.PARENT, (Guard.SIGNED, Guard.IN_TIME), "days", f"{_59} 8; {_210} 11.2"
    ),
    Transition(Deed.ASK_CLUB, S.REGISTERED, S.CLUB_ASKED, Party.BODY, (Guard.ABOUT_CLUB,), "club", f"{_59} 10"),
    Transition(Deed.EXPLAIN, S.CLUB_ASKED, S.REGISTERED, Party.CLUB, (), None, f"{_59} 10"),
    Transition(Deed.RECALL, S.CLUB_ASKED, S.REGISTERED, Party.SYSTEM, (Guard.TERM_OVER,), None, f"{_59} 10"),
    *(
        Transition(
            Deed.PROLONG, one, one, Party.BODY, (Guard.HEAD, Guard.ONCE, Guard.WITHIN_TERM), "prolong", f"{_59} 12"
        )
        for one in (S.REGISTERED, S.CLUB_ASKED)
    ),
    Transition(Deed.FORWARD, S.REGISTERED, S.FORWARDED, Party.BODY, (Guard.WITHIN_TERM,), None, f"{_59} 8, parts 3, 6"),
    *(
        Transition(Deed.ANSWER, one, S.ANSWERED, Party.BODY, _ANSWER, "settle", f"{_59} 10; {_210} 11.2, part 7")
        for one in (S.REGISTERED, S.CLUB_ASKED)
    ),
    Transition(Deed.ANSWER, S.REGISTERED, S.ANSWERED, Party.CLUB, (Guard.ASKED_OF_CLUB,), "settle", _OURS),
    Transition(Deed.ANSWER, S.DISPUTED, S.CLOSED, Party.BODY, _ANSWER, None, f"{_59} 5 and 10"),
    Transition(Deed.SETTLE, S.ANSWERED, S.CLOSED, Party.PARENT, (), None, _OURS),
    Transition(Deed.DISPUTE, S.ANSWERED, S.DISPUTED, Party.PARENT, (Guard.WITHIN_TERM,), "days", f"{_59} 5"),
    Transition(Deed.DISSENT, S.ANSWERED, S.CLOSED, Party.PARENT, (Guard.NOBODY_ABOVE,), None, f"{_59} 5"),
    Transition(Deed.CLOSE, S.ANSWERED, S.CLOSED, Party.SYSTEM, (Guard.TERM_OVER,), None, _OURS),
    *(
        Transition(Deed.WITHDRAW, one, S.WITHDRAWN, Party.PARENT, (), None, f"{_59} 5")
        for one in (S.REGISTERED, S.CLUB_ASKED, S.DISPUTED)
    ),
)
"""Every way there is; what is not here cannot happen. No way lets the system answer."""

FINAL = frozenset(S) - {way.start for way in TRANSITIONS}


def end(deed: Deed, start: State, party: Party) -> State | None:
    """Where a deed of a party leads from a state; None where there is no way."""
    return next((way.end for way in TRANSITIONS if (way.deed, way.start, way.who) == (deed, start, party)), None)


def may(party: Party, state: State) -> frozenset[Deed]:
    """What a party may do with a thread that stands so; guards are proved by the deed."""
    return frozenset(way.deed for way in TRANSITIONS if way.start is state and way.who is party)


def turn(state: State, kind: Kind, addressee: Side) -> Party | None:
    """Who holds the ball; None when nobody does."""
    if state is S.REGISTERED:
        return Party.CLUB if kind is Kind.QUESTION and addressee is Side.CLUB else Party.BODY
    return {S.CLUB_ASKED: Party.CLUB, S.DISPUTED: Party.BODY, S.ANSWERED: Party.PARENT}.get(state)
