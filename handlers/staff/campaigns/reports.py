"""Words of a message on its way: approval, trial, progress, report."""

from collections.abc import Callable
from datetime import timedelta

from handlers.common import formats
from handlers.common.words import _, _n, pick
from handlers.staff.campaigns import texts
from services.campaigns import rules
from services.campaigns.models import CampaignStatus
from services.campaigns.queries import CampaignView, Count, Progress
from services.notices.queries import MailingView
from services.territories.queries import TerritoryView

BAR = 10
REASONS = 4
"""Reasons shown by name; the rest is in the totals."""


def tried(found: CampaignView, counted: Count) -> str:
    """Under the trial of a draft."""
    lines = [_("👆 This is how people will see it. Only you have got it.")]
    lines.append(texts.count(found.audience, counted))
    if rules.needs_approval(counted.reached):
        lines.append(texts.above())
    else:
        lines.append(_("So few need no approval: you may send it now. What is sent cannot be taken back."))
    return "\n\n".join(lines)


def seen() -> str:
    """Under the trial of a message that is no draft any more."""
    return _("👆 This is how people will see it. Only you have got it.")


def refused_by_messenger(told: str) -> str:
    """The trial showed that the messenger does not take the message."""
    return _(
        "Telegram did not take this message: “{told}”. Nothing was sent to anybody. Write the text anew, or take away "
        "the file or the buttons.",
    ).format(told=formats.safe(told[:150]))


def standing(found: CampaignView, territory: TerritoryView, counted: Count, *, is_author: bool) -> str:
    """A message that waits for approval, or has it."""
    if found.status is CampaignStatus.APPROVED:
        then = _("It is approved. Press “Send to everyone” when the time has come; night hours are waited out.")
    elif is_author:
        then = _("Your colleagues are asked. As soon as one of them approves, I will write to you.")
    else:
        then = _("A colleague asks you to approve it. Look at it as people will see it, then approve or return it.")
    head = _("<b>Message No. {number}</b>, {name}: {status}.").format(
        number=found.id,
        name=formats.safe(pick(territory.short_ru, territory.short_en)),
        status=texts.status(found.status),
    )
    return "\n\n".join([head, texts.beginning(found), texts.count(found.audience, counted), then])


def asked(number: int) -> str:
    return _(
        "Message No. {number} waits for approval: your colleagues are told. Once one of them approves it, I will write "
        "and you can send it. Until then nothing goes to anybody.",
    ).format(number=number)


def approved(number: int) -> str:
    return _("Message No. {number} is approved. Its author is told and sends it; you can send it too.").format(
        number=number
    )


def returned(number: int) -> str:
    return _("Message No. {number} is its author's draft again; the author is told.").format(number=number)


def ask_stop(number: int) -> str:
    return _(
        "Stop message No. {number}? Those who have it keep it, the others will not get it. It cannot be started again.",
    ).format(number=number)


def ask_drop(number: int) -> str:
    return _("Delete the draft of message No. {number}? It cannot be brought back.").format(number=number)


def progress(found: Progress) -> str:
    """How far it is."""
    mailing = found.mailing
    paused = found.campaign.status is CampaignStatus.PAUSED
    head = _("<b>Message No. {number}</b>: {status}.").format(
        number=found.campaign.id, status=texts.status(found.campaign.status)
    )
    lines = [head, bar(mailing.total - mailing.pending, mailing.total), totals(mailing)]
    lines.append(_("Nothing goes out until you press “Go on”.") if paused else _pace(found))
    return "\n\n".join(lines)


def _pace(found: Progress) -> str:
    pace = found.pace
    if pace.per_second is None or pace.left is None:
        return _("It has just begun; at night it waits for the morning.")
    return _("{rate} a second, {left} left.").format(rate=f"{pace.per_second:.1f}", left=minutes(pace.left))


def totals(mailing: MailingView) -> str:
    """The delivery's own figures."""
    return _("Sent: {sent} of {total}. Blocked the bot: {blocked}, failed: {failed}, skipped: {skipped}.").format(
        sent=mailing.sent,
        total=mailing.total,
        blocked=mailing.blocked,
        failed=mailing.failed,
        skipped=mailing.skipped,
    )


def report(found: Progress, territory: TerritoryView) -> str:
    """What came of it."""
    ended = found.campaign.finished_at
    head = _("<b>Message No. {number}</b>: {status}, {moment}.").format(
        number=found.campaign.id,
        status=texts.status(found.campaign.status),
        moment=formats.moment(ended, territory.timezone) if ended else "",
    )
    parts = [head, texts.beginning(found.campaign), totals(found.mailing)]
    reasons = sorted(found.mailing.whys.items(), key=lambda item: -item[1])[:REASONS]
    if reasons:
        parts.append("\n".join([_("Why not sent:"), *(f"• {_why(code)}: {count}" for code, count in reasons)]))
    if found.mailing.pending:
        parts.append(_("The last messages on their way are still being counted: the figures settle in a moment."))
    elif found.campaign.status is CampaignStatus.DONE:
        parts.append(_("It is counted as an information campaign of the territory."))
    return "\n\n".join(parts)


def _why(code: str) -> str:
    known: dict[str, Callable[[], str]] = {
        "opted out": lambda: _("asked for no news"),
        "blocked": lambda: _("blocked the bot"),
        "no door": lambda: _("have no chat here"),
        "unreachable": lambda: _("blocked the bot earlier"),
        "stopped": lambda: _("the sending was stopped"),
    }
    return known[code]() if code in known else formats.safe(code[:80])


def minutes(left: timedelta) -> str:
    """A forecast, rounded up to what people plan by."""
    seconds = int(left.total_seconds())
    if seconds < 60:
        return _("less than a minute")
    whole = -(-seconds // 60)
    return _n("about {count} minute", "about {count} minutes", whole).format(count=whole)


def bar(done: int, total: int) -> str:
    """A bar of ten squares and a percentage."""
    share = done / total if total else 1.0
    filled = int(share * BAR)
    return f"{'▓' * filled}{'░' * (BAR - filled)} {int(share * 100)} %"
