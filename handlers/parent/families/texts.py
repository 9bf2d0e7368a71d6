"""Words of children, consents and of the way to a child."""

from collections.abc import Sequence
from datetime import date

from handlers.common import formats
from handlers.common.words import _, _n, current
from services.families.queries import ChildView
from services.families.rules import HEALTH, ConsentText, age_on

LONGEST_NAME = 40


def trial_warning() -> str:
    return _(
        "<b>This is a trial.</b> Please do not enter data of real people: a chat is no place for them. Make up a name, "
        "a date and a phone; a СНИЛС for practice is 112-233-445 95.\n\n"
        "Next: a consent on a screen of its own, then a few short questions. You can stop at any of them: "
        "what you have answered is kept.",
    )


def consent(text: ConsentText, authority: str | None) -> str:
    """The document itself, word for word; under it, who the authorised body is."""
    title, _blank, body = text.text(current()).partition("\n\n")
    lines = [f"<b>{formats.safe(title)}</b>", formats.safe(body)]
    if authority:
        lines.append(_("Authorised body: {name}.").format(name=formats.safe(authority)))
    return "\n\n".join(lines)


def declined() -> str:
    return _(
        "All right, nothing is recorded. Without the consent an application can't be filed here, but you can look "
        "through all clubs freely, or apply on paper at the authorised body. You may come back to this at any time.",
    )


def resume(answered: int, questions: int) -> str:
    return _(
        "You began this form before: {answered} of {questions} questions are answered and kept. "
        "Continue from the next one or start over?",
    ).format(answered=answered, questions=questions)


def paused() -> str:
    return _("Your answers are kept, encrypted. Continue at any time: the question you stopped at will be here.")


def added(child: ChildView, *, is_health_declined: bool, has_group: bool) -> str:
    """The child is there; what comes next."""
    lines = [_("Done: {name} is in your list.").format(name=_short(child.first_name))]
    if is_health_declined:
        lines.append(
            _("Without the consent to health data no special category is recorded. You can apply all the same."),
        )
    lines.append(
        _("Next: check the application for the group you chose and send it.")
        if has_group
        else _("Next: find a club and apply. Everything that was asked here is already filled in."),
    )
    return "\n\n".join(lines)


def saved() -> str:
    return _("Your details are changed. New applications and contracts will carry them; those already made stay as is.")


def closed(authority: str | None) -> str:
    """Neither trial forms nor the municipality's own pages."""
    office = formats.safe(authority) if authority else _("the authorised body of your territory")
    return _(
        "Here you can look around, but not apply: this desk has no protected page yet, and personal data do not "
        "belong in a chat.\n\nTo apply, turn to: {office}. What is said in the catalogue will help you there.",
    ).format(office=office)


def own_pages() -> str:
    return _(
        "Data about you and your child are given on the municipality's own protected page, not in this chat. "
        "Open it with the button below; decisions and deadlines will come here, without any names.",
    )


def no_children() -> str:
    return _(
        "You have no children in your list yet. Add a child once: after that an application takes two taps.",
    )


def children(known: Sequence[ChildView], first: int, today: date, *, named: bool) -> str:
    """A page of own children; ``first`` is the number of the first of them. Names are shown in a trial only."""
    lines = []
    for number, child in enumerate(known, first):
        name = _named(child, today) if named else _("Child No. {number}").format(number=child.id)
        lines.append(f"{number}. {name}")
    return "\n".join([_("<b>Your children</b>"), "", *lines])


def _named(child: ChildView, today: date) -> str:
    return f"{_short(child.first_name)}, {age(age_on(child.birth_date, today))}"


def age(years: int) -> str:
    return _n("{count} year old", "{count} years old", years).format(count=years)


def ask_withdraw(*, with_health: bool) -> str:
    lines = [
        _(
            "Withdraw the consent to personal data? New applications will not be possible, unfinished forms are erased "
            "at once. Applications and contracts already made go on: the law orders to keep them.",
        ),
    ]
    if with_health:
        lines.append(_("Or only the consent to health data: the special category is erased, all the rest stays."))
    return "\n\n".join(lines)


def withdrawn(purpose: str) -> str:
    if purpose == HEALTH:
        return _(
            "The consent to health data is withdrawn, the special category is erased. All the rest stays as it was."
        )
    return _(
        "The consent is withdrawn: unfinished forms and special categories are erased, and no new application can be "
        "made. To have the other data erased, write to the authorised body: it has 30 days for it. "
        "You can give the consent again whenever you add a child.",
    )


def _short(name: str) -> str:
    return formats.safe(name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…")
