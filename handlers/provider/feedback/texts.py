"""Words of a club's surveys."""

from handlers.common import formats
from handlers.common.words import _, pick
from handlers.parent.feedback import texts as asking
from services.feedback.queries import Month
from services.feedback.rules import templates

REMARKS = 3
"""Remarks on one screen; all of them are on the page."""
REMARK_LONGEST = 90


def nothing(name: str, needed: int) -> str:
    """No month has been counted yet."""
    return _(
        "{club}\n\nNo survey of your families has been counted yet. Families are asked after the first month of "
        "lessons, in the middle of the year and at its end; a month is counted on the first day of the next one, and "
        "only where at least {needed} families answered, so that nobody can be known."
    ).format(club=formats.safe(name), needed=needed)


def month(name: str, found: Month) -> str:
    """A month's figures in words, the few remarks that fit, and the club's answer if there is one."""
    share = found.share
    lines = [
        f"<b>{formats.safe(name)}</b>",
        _("Survey of {month}: {answered} of {asked} asked families answered, {percent}% are satisfied.").format(
            month=asking.month(found.period),
            answered=share.respondents,
            asked=share.invited,
            percent=percent(share.percent),
        ),
        _("The middle of all clubs of the territory is {percent}%.").format(percent=percent(found.median)),
        *_others(found),
        *(f"«{formats.safe(_cut(one))}»" for one in found.remarks[:REMARKS]),
        said(found) if found.reply is not None else _("Answer all these families in one tap:"),
    ]
    return "\n\n".join(lines)


def percent(value: float | None) -> str:
    """«83,3»; «83» where nothing is behind the point."""
    if value is None:
        return "—"
    return formats.number(value)


def said(found: Month) -> str:
    """What the club has answered."""
    chosen = next(one for one in templates.replies() if one.value == found.reply)
    return _("Your answer to them: “{reply}”").format(reply=formats.safe(pick(chosen.ru, chosen.en)))


def _others(found: Month) -> list[str]:
    graded = [code for code in found.answers if len(templates.questions()[code].choices) == len(templates.grades())]
    lines = []
    for code in graded[:3]:
        values = found.answers[code]
        pleased = sum(count for value, count in values.items() if int(value) >= 4)
        lines.append(
            _("{question} Satisfied: {count} of {total}.").format(
                question=asking.asked(templates.questions()[code]), count=pleased, total=sum(values.values())
            )
        )
    return lines


def _cut(text: str) -> str:
    return text if len(text) <= REMARK_LONGEST else text[: REMARK_LONGEST - 1].rstrip() + "…"
