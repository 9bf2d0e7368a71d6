"""Words of the surveys. Questions, answers and replies of clubs are data of the feedback room."""

from collections.abc import Sequence
from datetime import date

from handlers.common import formats
from handlers.common.words import _, _n, pick
from services.feedback.models import Moment
from services.feedback.rules import templates, times
from services.feedback.rules.templates import Question, Template


def invitation(
    *, moment: Moment, contracts: Sequence[int], question: Question, needed: int, last_day: date, again: bool = False
) -> str:
    """When the moment has come: the question is in the message itself; ``again``: it is the one reminder."""
    what = _(
        "One tap is enough. Nobody sees your answer alone: when the survey closes, the link between you and your "
        "answer is destroyed, and only totals of at least {needed} answers are shown. The survey is open through {day}."
    ).format(needed=needed, day=formats.short_day(last_day))
    if len(contracts) > 1:
        what = _("Choose a class below: a tap for each. {rest}").format(rest=what)
    head = _remind(contracts) if again else _head(moment, contracts)
    return f"{head}\n\n<b>{asked(question)}</b>\n\n{what}"


def next_question(template: Template, question: Question, *, given: int | None, thanks: bool) -> str:
    """One more question, never a must; ``given`` is the answer that was chosen before."""
    number = template.questions.index(question) + 1
    lines = [_("Thank you, your answer is kept.")] if thanks else []
    lines.append(_("Question {number} of {total}").format(number=number, total=len(template.questions)))
    lines.append(f"<b>{asked(question)}</b>")
    if given is not None:
        lines.append(_("Your answer now: {grade}.").format(grade=said(question, given)))
    if number > 1:
        lines.append(_("You may stop at any question: what you have answered counts."))
    return "\n\n".join(lines)


def finished(*, answered: int, total: int, needed: int, last_day: date) -> str:
    """What becomes of the answers."""
    if not answered:
        return _(
            "All right, no answers then. If you change your mind, the survey is open through {day}.",
        ).format(day=formats.short_day(last_day))
    return _(
        "Thank you. Answers kept: {answered} of {total}.\n\n"
        "They go into the total on how satisfied families are. Nobody sees them alone: "
        "the total is shown only when there are at least {needed} answers. "
        "You can change yours through {day}; then they are parted from you, and what came of them is told here.",
    ).format(answered=answered, total=total, needed=needed, day=formats.short_day(last_day))


def results(lines: Sequence[Sequence[int | None]]) -> str:
    """What came of the surveys of a family: contract, asked, answered, satisfied; of several clubs only the first."""
    told = [_("The survey is counted. You said, and here is what came of it:")]
    told += [_result(*line) for line in lines]
    told.append(
        _(
            "The clubs and the office see the same totals and no single answer. What the club answers comes here. "
            "A question or a complaint that needs an answer by a day can be written under the button below."
        )
    )
    return "\n\n".join(told)


def reply(*, contract: int, period: int, ready: int, more: bool) -> str:
    """What a club answers to the families."""
    chosen = next(one for one in templates.replies() if one.value == ready)
    text = _("The club of contract No. {number} answers the families on the survey of {month}:\n\n“{reply}”").format(
        number=contract, month=month(period), reply=formats.safe(pick(chosen.ru, chosen.en))
    )
    if more:
        text += "\n\n" + _("It wrote more in its own words: they are on your page “Surveys”.")
    return text


def month(period: int) -> str:
    """«October 2026»."""
    first = times.first_of(period)
    return f"{formats.month(first)} {first.year}"


def asked(question: Question) -> str:
    """A question in the reader's language."""
    return formats.safe(pick(question.ru, question.en))


def said(question: Question, value: int) -> str:
    """One of the answers to it."""
    choice = next(known for known in question.choices if known.value == value)
    return formats.safe(pick(choice.ru, choice.en))


def _head(moment: Moment, contracts: Sequence[int]) -> str:
    named = formats.listed([f"№ {number}" for number in contracts])
    return {
        Moment.APPLYING: _("Contract {numbers} is made, so here is one question about the way to it."),
        Moment.LESSONS: _n(
            "The first lessons under contract {numbers} are behind.",
            "The first lessons under contracts {numbers} are behind.",
            len(contracts),
        ),
        Moment.MIDDLE: _n(
            "Half of the year of lessons under contract {numbers} is over.",
            "Half of the year of lessons under contracts {numbers} is over.",
            len(contracts),
        ),
        Moment.END: _n(
            "The last lesson under contract {numbers} is near.",
            "The last lessons under contracts {numbers} are near.",
            len(contracts),
        ),
        Moment.LEAVING: _n(
            "Contract {numbers} has ended before its last day.",
            "Contracts {numbers} have ended before their last day.",
            len(contracts),
        ),
    }[moment].format(numbers=named)


def _remind(contracts: Sequence[int]) -> str:
    named = formats.listed([f"№ {number}" for number in contracts])
    return _n(
        "The survey on contract {numbers} closes soon, and there is no answer of yours yet. This is the only reminder.",
        "The survey on contracts {numbers} closes soon, and there is no answer of yours on them yet. This is the only "
        "reminder.",
        len(contracts),
    ).format(numbers=named)


def _result(contract: int | None, invited: int | None, answered: int | None, satisfied: int | None) -> str:
    if invited is None or answered is None or satisfied is None:
        return _(
            "Contract No. {number}: too few families answered for a total of this club, so that nobody can be known; "
            "the answers are in the total of the territory."
        ).format(number=contract)
    return _n(
        "Contract No. {number}: {answered} of {invited} asked family answered, {satisfied} satisfied.",
        "Contract No. {number}: {answered} of {invited} asked families answered, {satisfied} satisfied.",
        invited,
    ).format(number=contract, answered=answered, invited=invited, satisfied=satisfied)
