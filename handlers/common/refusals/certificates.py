"""Words for the errors of the certificates room."""

from collections.abc import Callable

from handlers.common import ages, formats
from handlers.common.refusals.base import Ways, Words
from handlers.common.refusals.programs import find_another
from handlers.common.screen import Row, button
from handlers.common.words import _, _n
from handlers.parent.certificates.keyboards import Mine, MyCase
from handlers.parent.programs import why
from handlers.parent.programs.keyboards import GroupCard
from handlers.staff.certificates.keyboards import Refuse
from services.certificates.errors import (
    AlreadyApplied,
    ClosedAtApproval,
    ClubHasNotAnswered,
    FullAtApproval,
    InOrder,
    NotPayable,
    OfferOver,
    SameProgram,
    SecondPersonNeeded,
    StillInUse,
    TooLateToWithdraw,
    TooManyApplications,
    TwinApplied,
    WrongAge,
)


def _not_payable(error: NotPayable) -> str:
    rest = _("The card of a program says when a certificate pays.")
    return f"{why.unpaid(error.why, error.item)} {rest}"


def _wrong_age(error: WrongAge) -> str:
    if error.from_months >= error.below_months:
        return _("The certificate pays for no age of this program. Choose another one; nothing was changed.")
    first, last = ages.first_and_last(error.from_months, error.below_months)
    return _(
        "This group takes children from {first} to {last} inclusive, and on the day of the first lesson the child "
        "will be {age} old. Nothing was changed; a group for that age is needed.",
    ).format(first=first, last=last, age=ages.exact(error.months))


def _too_many(error: TooManyApplications) -> str:
    return _n(
        "The child has {count} application in progress already, and the territory allows no more. Withdraw it in "
        "“My cases” or wait for the decision.",
        "The child has {count} applications in progress already, and the territory allows no more. Withdraw one in "
        "“My cases” or wait for a decision.",
        error.limit,
    ).format(count=error.limit)


def _already(error: AlreadyApplied) -> str:
    return _(
        "This child's application to this program is there already: No. {number}. Nothing new was sent; its state is "
        "in “My cases”.",
    ).format(number=error.number)


def _twin_applied(_error: TwinApplied) -> str:
    return _(
        "This application was not accepted: one for this child to this program is in work already, filed by another "
        "account or at a desk. The office compares the records and writes to you; you need not file again. If nobody "
        "of your family has filed, call the office.",
    )


def _too_late(error: TooLateToWithdraw) -> str:
    return _(
        "By application No. {number} the child is enrolled and the contract is in force: there is nothing to withdraw "
        "any more. If you have changed your mind, tell the club and the office: the contract is ended.",
    ).format(number=error.number)


def _same_program(_error: SameProgram) -> str:
    return _(
        "The child is enrolled in this program already. Into another group of it the club moves the child itself: ask "
        "the club. Nothing was changed.",
    )


def _offer_over(_error: OfferOver) -> str:
    return _(
        "The term of this offer is over, and the seat goes to the next family. It is not a refusal: you can stand in "
        "line again from the card, at its end.",
    )


def _club_silent(error: ClubHasNotAnswered) -> str:
    return _(
        "In this territory the club first says whether it has a place; for application No. {number} it has time until "
        "{day}, that day included. Nothing was decided. If it keeps silent, decide after that day.",
    ).format(number=error.number, day=formats.day(error.club_by))


def _in_order(error: InOrder) -> str:
    return _(
        "Application No. {number} stands in the order of an opening: nothing was decided. It is approved at its turn, "
        "once the results are published; open “Opening of enrolment” to see how far it is.",
    ).format(number=error.number)


def _full_at_approval(error: FullAtApproval) -> str:
    return _(
        "No seat is left in the group of application No. {number}: nothing was decided, it still waits. Refuse it on "
        "the ground “No seats left”, or ask the club for one more seat and approve again.",
    ).format(number=error.number)


def _closed_at_approval(error: ClosedAtApproval) -> str:
    return _(
        "The club closed enrolment into the group of application No. {number} on {day}: nothing was decided, it still "
        "waits. Refuse it on the ground “Enrolment is closed”, or ask the club to open it and approve again.",
    ).format(number=error.number, day=formats.day(error.closed_on))


def _second_person(error: SecondPersonNeeded) -> str:
    if error.is_own:
        return _(
            "You have proposed to approve application No. {number}; the territory asks for another person to approve "
            "it. Nothing was changed: a colleague finds it under “Proposed by a colleague”.",
        ).format(number=error.number)
    return _(
        "The territory asks for two persons: nobody has proposed to approve application No. {number} yet. Propose it "
        "first; nothing was changed.",
    ).format(number=error.number)


def _blank_note() -> str:
    return _("The note is empty. Write it in one message, or go back.")


def _long_note() -> str:
    return _("The note is longer than 1000 signs: nothing was kept. Please make it shorter.")


def _to_case(error: AlreadyApplied | TooLateToWithdraw) -> tuple[Row, ...]:
    return ([button(_("🗂 This case"), MyCase(application_id=error.number))],)


def _to_cases(_error: TooManyApplications) -> tuple[Row, ...]:
    return ([button(_("🗂 My cases"), Mine())],)


def _to_grounds(error: FullAtApproval | ClosedAtApproval) -> tuple[Row, ...]:
    return ([button(_("Refuse…"), Refuse(application_id=error.number))],)


def _unknown_ground() -> str:
    return _("There is no such ground of refusal. Open the case again and choose one from the list.")


def _unknown_remark() -> str:
    return _("There is no such remark. Open the case again and choose one from the list.")


def _in_use(error: StillInUse) -> str:
    return _(
        "The money of application No. {number} stays with the certificate: something was paid from it, or the family "
        "was not told yet, or the term of the territory's rule has not passed. Nothing was changed.",
    ).format(number=error.number)


def _unknown_hold() -> str:
    return _("There is no such ground of a suspension. Open the case again and choose one from the list.")


WORDS: Words = {
    StillInUse: _in_use,
    NotPayable: _not_payable,
    WrongAge: _wrong_age,
    TooManyApplications: _too_many,
    AlreadyApplied: _already,
    TooLateToWithdraw: _too_late,
    ClubHasNotAnswered: _club_silent,
    SecondPersonNeeded: _second_person,
    TwinApplied: _twin_applied,
    OfferOver: _offer_over,
    InOrder: _in_order,
    SameProgram: _same_program,
    FullAtApproval: _full_at_approval,
    ClosedAtApproval: _closed_at_approval,
}
WAYS: Ways = {
    NotPayable: find_another,
    WrongAge: find_another,
    TooManyApplications: _to_cases,
    AlreadyApplied: _to_case,
    TooLateToWithdraw: _to_case,
    SameProgram: find_another,
    OfferOver: lambda error: ([button(_("Open the card"), GroupCard(group_id=error.group_id))],),
    FullAtApproval: _to_grounds,
    ClosedAtApproval: _to_grounds,
}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("ground", "unknown"): _unknown_ground,
    ("remark", "unknown"): _unknown_remark,
    ("case_note", "blank"): _blank_note,
    ("case_note", "long"): _long_note,
    ("suspension", "unknown"): _unknown_hold,
    ("resumption", "unknown"): _unknown_hold,
}
