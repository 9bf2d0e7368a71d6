"""The life of an application as a table of transitions: pure data and pure questions to it.

Source: 189-FZ, article 20, and the administrative regulations of enrolment (210-FZ). Every term is a setting of the
territory's ``[policy]`` with its own source; the table only names the setting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.certificates.models import ApplicationStatus
from services.certificates.rules.admission import Ground
from services.core.errors import Invalid

S = ApplicationStatus


class Party(StrEnum):
    """Who moves an application, and whose turn it may be."""

    PARENT = "parent"
    PROVIDER = "provider"
    BODY = "body"
    SYSTEM = "system"


class Deed(StrEnum):
    """What is done to an application."""

    DRAFT = "draft"
    FILE = "file"
    CONFIRM = "confirm"
    REGISTER = "register"
    RETURN = "return"
    ANSWER = "answer"
    RESUME = "resume"
    INVITE = "invite"
    ACCEPT = "accept"
    APPROVE = "approve"
    ENROL = "enrol"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    RENEW = "renew"
    TRANSFER = "transfer"
    LEAVE = "leave"
    REOPEN = "reopen"


class Guard(StrEnum):
    """What must hold besides the state; each is proved by the action that names it, in the same transaction."""

    ADMITTED = "admitted"
    ONLY_ONE = "only_one"
    IDENTIFIED = "identified"
    REMARKS = "remarks"
    SEAT_ANSWERED = "seat_answered"
    SECOND_PERSON = "second_person"
    SEAT_FREE = "seat_free"
    ORDER_SUFFICES = "order_suffices"
    CONTRACT_IN_FORCE = "contract_in_force"
    GROUND = "ground"
    TERM_OVER = "term_over"
    WAS_OFFERED = "was_offered"
    MOVES_ON = "moves_on"
    CLUB_LEAVES = "club_leaves"
    COMPLAINT_UPHELD = "complaint_upheld"


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from a state to another; ``start`` is None for a new application.

    ``terms`` are names of settings of the territory's policy, in working days, that begin to run with this step.
    ``basis`` is the act and item that the step rests on.
    """

    deed: Deed
    start: ApplicationStatus | None
    end: ApplicationStatus
    who: frozenset[Party]
    guards: tuple[Guard, ...]
    terms: tuple[str, ...]
    basis: str


LAW = "189-FZ, article 20"
SERVICE = "210-FZ, article 7; regulation of enrolment"
COMPLAINT = "210-FZ, article 11.2, part 7"
_BOTH, _FILERS = frozenset({Party.PROVIDER, Party.BODY}), frozenset({Party.PARENT, Party.BODY})
_UNDECIDED = (S.SUBMITTED, S.REGISTERED, S.RETURNED, S.TEST, S.APPROVED)


def _way(  # a row of the table reads as one line
    deed: Deed,
    start: ApplicationStatus | None,
    end: ApplicationStatus,
    who: Party | frozenset[Party],
    *guards: Guard,
    terms: tuple[str, ...] = (),
    basis: str = SERVICE,
) -> Transition:
    parties = who if isinstance(who, frozenset) else frozenset({who})
    return Transition(deed, start, end, parties, guards, terms, basis)


_DECISION = ("decision_days",)
_OFFER = (Guard.SEAT_FREE, Guard.ORDER_SUFFICES)
_UPHELD = (Guard.COMPLAINT_UPHELD, Guard.ONLY_ONE)

TRANSITIONS: tuple[Transition, ...] = (
    _way(Deed.DRAFT, None, S.DRAFT, Party.PARENT, Guard.ADMITTED, Guard.ONLY_ONE, terms=("confirm_days",)),
    _way(Deed.FILE, None, S.SUBMITTED, _FILERS, Guard.ADMITTED, Guard.ONLY_ONE, Guard.IDENTIFIED),
    _way(Deed.CONFIRM, S.DRAFT, S.SUBMITTED, Party.SYSTEM, Guard.IDENTIFIED),
    _way(Deed.REGISTER, S.SUBMITTED, S.REGISTERED, Party.SYSTEM, terms=_DECISION),
    _way(Deed.RETURN, S.REGISTERED, S.RETURNED, _BOTH, Guard.REMARKS, terms=("answer_days",)),
    _way(Deed.ANSWER, S.RETURNED, S.REGISTERED, frozenset({Party.PARENT, Party.BODY})),
    _way(Deed.RESUME, S.RETURNED, S.REGISTERED, Party.SYSTEM, Guard.TERM_OVER),
    _way(Deed.INVITE, S.REGISTERED, S.TEST, Party.PROVIDER, terms=("test_decision_days",)),
    *(_way(Deed.ACCEPT, one, S.APPROVED, Party.PROVIDER) for one in (S.REGISTERED, S.TEST)),
    *(
        _way(
            Deed.APPROVE,
            one,
            S.AWAITING_CONTRACT,
            Party.BODY,
            *(Guard.SEAT_ANSWERED, Guard.SECOND_PERSON),
            *_OFFER,
            terms=("sign_days",),
            basis=LAW,
        )
        for one in (S.REGISTERED, S.TEST)
    ),
    _way(
        Deed.APPROVE,
        S.APPROVED,
        S.AWAITING_CONTRACT,
        frozenset({Party.BODY, Party.SYSTEM}),
        Guard.SECOND_PERSON,
        *_OFFER,
        terms=("sign_days",),
        basis=LAW,
    ),
    _way(Deed.ENROL, S.AWAITING_CONTRACT, S.ENROLLED, Party.SYSTEM, Guard.CONTRACT_IN_FORCE, basis=LAW),
    _way(
        Deed.TRANSFER,
        S.ENROLLED,
        S.TRANSFERRED,
        frozenset({Party.BODY, Party.SYSTEM}),
        *(Guard.MOVES_ON, *_OFFER),
        basis=LAW,
    ),
    _way(
        Deed.LEAVE,
        S.ENROLLED,
        S.LEFT,
        frozenset({Party.PARENT, Party.BODY, Party.SYSTEM}),
        Guard.CLUB_LEAVES,
        basis=LAW,
    ),
    *(_way(Deed.REFUSE, one, S.REFUSED, _BOTH, Guard.GROUND) for one in _UNDECIDED),
    _way(Deed.REOPEN, S.REFUSED, S.REGISTERED, Party.BODY, *_UPHELD, terms=_DECISION, basis=COMPLAINT),
    *(_way(Deed.WITHDRAW, one, S.WITHDRAWN, Party.PARENT) for one in (S.DRAFT, *_UNDECIDED, S.AWAITING_CONTRACT)),
    *(_way(Deed.LAPSE, one, S.LAPSED, Party.SYSTEM, Guard.TERM_OVER) for one in (S.DRAFT, S.AWAITING_CONTRACT)),
    _way(
        Deed.RENEW,
        S.LAPSED,
        S.AWAITING_CONTRACT,
        Party.PARENT,
        *(Guard.WAS_OFFERED, Guard.ONLY_ONE),
        *_OFFER,
        terms=("sign_days",),
        basis=LAW,
    ),
)
"""Every way there is; what is not here cannot happen. A refusal is never the system's (no row has it)."""

FINAL = frozenset(S) - {way.start for way in TRANSITIONS}
"""States that nothing leaves: withdrawn, gone over to another program, left with a club that ends."""

PROVIDER_GROUNDS = (Ground.AGE, Ground.NO_SEATS, Ground.MEDICAL_DOCUMENT, Ground.TEST_FAILED, Ground.ENROLMENT_CLOSED)
"""Grounds on which a club may refuse; money, papers of the family and authority are the body's to judge."""


class Remark(StrEnum):
    """What an application is returned for; none of them says anything of a child's health."""

    PAPER_MISSING = "paper_missing"
    PAPER_UNREADABLE = "paper_unreadable"
    DATA_DIFFER = "data_differ"
    CHOOSE_GROUP = "choose_group"
    CALL_US = "call_us"


PAPER_REMARKS = (Remark.PAPER_MISSING, Remark.PAPER_UNREADABLE)
"""What a paper on the desk answers."""


def ways(deed: Deed) -> tuple[Transition, ...]:
    """All rows of a deed."""
    return tuple(way for way in TRANSITIONS if way.deed is deed)


def sources(deed: Deed, party: Party) -> tuple[ApplicationStatus, ...]:
    """States from which a party may do a deed: the condition of its guarded UPDATE."""
    return tuple(way.start for way in ways(deed) if way.start is not None and party in way.who)


def end(deed: Deed) -> ApplicationStatus:
    """Where a deed leads: a deed leads to one state only."""
    return ways(deed)[0].end


def may(party: Party, status: ApplicationStatus) -> frozenset[Deed]:
    """What a party may do with an application that stands so."""
    return frozenset(way.deed for way in TRANSITIONS if way.start is status and party in way.who)


def check_ground(ground: str, party: Party) -> None:
    """Raise Invalid unless a refusal of this party may rest on the ground."""
    known: Iterable[str] = PROVIDER_GROUNDS if party is Party.PROVIDER else Ground
    if ground not in set(known):
        raise Invalid("ground", "unknown")


def check_remark(remark: str) -> None:
    """Raise Invalid unless an application may be returned for it."""
    if remark not in set(Remark):
        raise Invalid("remark", "unknown")
