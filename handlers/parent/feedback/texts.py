"""Words of the surveys. Questions and grades are data of the feedback room."""

from datetime import date

from handlers.common import formats
from handlers.common.words import _, pick
from services.feedback.rules import Question, grades, questions


def lessons_invitation(*, contract_id: int, question: Question, needed: int, last_day: date) -> str:
    """After the first lesson: the question is in the message itself."""
    return _(
        "The first lesson under contract No. {number} is over.\n\n<b>{question}</b>\n\n"
        "One tap is enough. Nobody sees your answer alone: only the total is shown, and only from {needed} answers on. "
        "The survey is open through {day}.",
    ).format(number=contract_id, question=_asked(question), needed=needed, day=formats.short_day(last_day))


def applying_invitation(*, contract_id: int, question: Question, needed: int, last_day: date) -> str:
    """After the contract: how it was to apply."""
    return _(
        "Contract No. {number} is made, so here is one question about the way to it.\n\n<b>{question}</b>\n\n"
        "One tap is enough. Nobody sees your answer alone: only the total is shown, and only from {needed} answers on. "
        "The survey is open through {day}.",
    ).format(number=contract_id, question=_asked(question), needed=needed, day=formats.short_day(last_day))


def next_question(question: Question, *, given: int | None, thanks: bool) -> str:
    """One more question, never a must; ``given`` is the grade that was chosen before."""
    asked = questions(question.moment)
    lines = [_("Thank you, your answer is kept.")] if thanks else []
    lines.append(_("Question {number} of {total}").format(number=asked.index(question) + 1, total=len(asked)))
    lines.append(f"<b>{_asked(question)}</b>")
    if given is not None:
        lines.append(_("Your answer now: {grade}.").format(grade=_grade(given)))
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
        "You can change yours through {day}.",
    ).format(answered=answered, total=total, needed=needed, day=formats.short_day(last_day))


def _asked(question: Question) -> str:
    return formats.safe(pick(question.ru, question.en))


def _grade(value: int) -> str:
    grade = next(known for known in grades() if known.value == value)
    return formats.safe(pick(grade.ru, grade.en))
