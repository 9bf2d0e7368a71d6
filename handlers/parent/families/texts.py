"""Words of children, consents and of the way to a child."""

from collections.abc import Sequence
from datetime import date

from handlers.common import formats
from handlers.common.children import called
from handlers.common.words import _, _n, current
from services.families.queries import ChildView
from services.families.rules import ConsentText, Told, age_on

LONGEST_NAME = 40


def trial_warning() -> str:
    return _(
        "<b>This is a trial.</b> Please do not enter data of real people: a chat is no place for them. Make up a name, "
        "a date and a phone; a СНИЛС for practice is 112-233-445 95.\n\n"
        "Next: by what right the data are asked, then a few short questions. You can stop at any of them: "
        "what you have answered is kept.",
    )


def consent(text: ConsentText) -> str:
    """The document itself, word for word."""
    title, _blank, body = text.text(current()).partition("\n\n")
    return "\n\n".join([f"<b>{formats.safe(title)}</b>", formats.safe(body)])


def ground(told: Told) -> str:
    """By what right the data are asked, and what follows from not giving them (152-FZ, article 18, part 2)."""
    lines = [
        _("<b>By law, no consent is needed</b>"),
        ground_lines(told),
        _(
            "You need not give these data. Without them an application can't be taken here; you can look through all "
            "clubs freely, or apply on paper at the authorised body.",
        ),
    ]
    return "\n\n".join(lines)


def ground_lines(told: Told) -> str:
    """What is told of a purpose, line by line."""
    return "\n".join(
        [
            _("What for: {text}.").format(text=told.why),
            _("Ground: {text}.").format(text=told.article),
            _("What data: {text}.").format(text=told.data),
            _("What is done with them: {text}.").format(text=told.actions),
            _("Who gets them: {text}.").format(text=told.recipients),
            _("Term: {text}.").format(text=told.term),
        ],
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
    lines = [f"{number}. {_line(child, today, named=named)}" for number, child in enumerate(known, first)]
    return "\n".join([_("<b>Your children</b>"), "", *lines])


def joined(known: Sequence[ChildView], today: date, *, named: bool) -> str:
    """Children of families that the person has joined."""
    lines = [f"· {_line(child, today, named=named)}" for child in known]
    return "\n".join([_("<b>Children of families that you have joined</b>"), "", *lines])


def _line(child: ChildView, today: date, *, named: bool) -> str:
    return _named(child, today) if named else formats.safe(called(child, named=False))


def _named(child: ChildView, today: date) -> str:
    return f"{_short(child.first_name)}, {age(age_on(child.birth_date, today))}"


def age(years: int) -> str:
    return _n("{count} year old", "{count} years old", years).format(count=years)


def ask_withdraw() -> str:
    return _(
        "Withdraw the consent to health data? The special category is erased at once, also from a form you have begun. "
        "Special conditions of learning will not be confirmed. Applications and contracts go on as they are.",
    )


def nothing_to_withdraw() -> str:
    return _(
        "There is no consent in force: applications are taken by law, without one. What is known about you, and how to "
        "have it erased, is on the page “My data”.",
    )


def withdrawn() -> str:
    return _(
        "The consent to health data is withdrawn, the special category is erased. All the rest stays as it was. "
        "You can give the consent again whenever you add a child.",
    )


def _short(name: str) -> str:
    return formats.safe(name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…")
