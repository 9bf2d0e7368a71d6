"""Words for the errors of the campaigns room."""

from collections.abc import Callable

from handlers.common.refusals.base import Ways, Words
from handlers.common.screen import Row, button
from handlers.common.words import _, _n
from handlers.staff.campaigns.buttons import Aim, AskApproval, Campaigns, OpenCampaign, Say, SendAgain
from services.campaigns.errors import (
    ApprovalNeeded,
    AudienceEmpty,
    FileTooBig,
    MainTextMissing,
    NoSecondPerson,
    OwnCampaign,
    SaidBefore,
    TextTooLong,
    TooManyButtons,
)
from services.campaigns.rules import MAIN_LANGUAGE, FileKind


def _too_long(error: TextTooLong) -> str:
    if error.has_file:
        return _(
            "The text has {length} characters, and with a picture or a file at most {limit} fit. Nothing was changed: "
            "send a shorter text, or take the file away.",
        ).format(length=error.length, limit=error.limit)
    return _(
        "The text has {length} characters, and one message holds at most {limit}. Nothing was changed: please send a "
        "shorter text.",
    ).format(length=error.length, limit=error.limit)


def _too_big(error: FileTooBig) -> str:
    if error.kind == FileKind.PHOTO:
        return _(
            "The picture has {size} MB, and at most {limit} MB can be sent to people. Nothing was changed: please send "
            "a smaller one.",
        ).format(size=error.size, limit=error.limit)
    return _(
        "The file has {size} MB, and at most {limit} MB can be sent to people. Nothing was changed: please send a "
        "smaller one, or a link to it as a button.",
    ).format(size=error.size, limit=error.limit)


def _too_many_buttons(error: TooManyButtons) -> str:
    return _n(
        "The message has {count} button already, and no more fit. Remove it first.",
        "The message has {count} buttons already, and no more fit. Remove them first.",
        error.limit,
    ).format(count=error.limit)


def _main_text(_error: MainTextMissing) -> str:
    return _("The message has no Russian text yet, and whoever has no other reads that one. Please write it first.")


def _empty(_error: AudienceEmpty) -> str:
    return _("Nobody would get this message: no such people have a chat here and want news. Choose others.")


def _approval(error: ApprovalNeeded) -> str:
    return _n(
        "The message is for {count} person; more than {above} need a colleague's approval first. Nothing was sent.",
        "The message is for {count} people; more than {above} need a colleague's approval first. Nothing was sent.",
        error.count,
    ).format(count=error.count, above=error.above)


def _said_before(error: SaidBefore) -> str:
    return _n(
        "These people got the very same text within the last {count} hour: message No. {number}. Nothing was sent now. "
        "Send it to them once more?",
        "These people got the very same text within the last {count} hours: message No. {number}. Nothing was sent "
        "now. Send it to them once more?",
        error.hours,
    ).format(count=error.hours, number=error.earlier_id)


def _own(_error: OwnCampaign) -> str:
    return _("You have written this message, so a colleague must approve it. They are told already.")


def _nobody(_error: NoSecondPerson) -> str:
    return _(
        "Nobody else serves this territory here, so there is no one to approve. Ask the administrator to invite a "
        "colleague, or choose fewer people. The draft is kept.",
    )


def _to_message(error: OwnCampaign | NoSecondPerson) -> tuple[Row, ...]:
    return ([button(_("Open the message"), OpenCampaign(campaign_id=error.campaign_id))],)


def _once_more(error: SaidBefore) -> tuple[Row, ...]:
    return (
        [button(_("📣 Send once more"), SendAgain(campaign_id=error.campaign_id))],
        [button(_("Open the message"), OpenCampaign(campaign_id=error.campaign_id))],
    )


def _to_text(error: MainTextMissing) -> tuple[Row, ...]:
    return ([button(_("✏️ Russian text"), Say(campaign_id=error.campaign_id, language=MAIN_LANGUAGE))],)


def _to_audience(error: AudienceEmpty) -> tuple[Row, ...]:
    return ([button(_("👥 To whom"), Aim(campaign_id=error.campaign_id))],)


def _to_approval(error: ApprovalNeeded) -> tuple[Row, ...]:
    return ([button(_("🙋 Ask for approval"), AskApproval(campaign_id=error.campaign_id))],)


def _to_all(_error: Exception) -> tuple[Row, ...]:
    return ([button(_("📣 All messages"), Campaigns())],)


def _no_text() -> str:
    return _("That is an empty text. Please write what people shall read.")


def _no_language() -> str:
    return _("There is no such language here. Open the message again and choose one from the list.")


def _button_format() -> str:
    return _("I can't read that as a button. Write its words, a dash, and a link: “Details — https://example.org”.")


def _button_label() -> str:
    return _("The words of a button are at most 40 characters. Please write it shorter.")


def _button_link() -> str:
    return _("A button's link begins with https:// and has an address after it. Please write it again.")


def _button_program() -> str:
    return _("This territory's catalogue has no such program with a group. Check its number, or lead to “find”.")


WORDS: Words = {
    TextTooLong: _too_long,
    FileTooBig: _too_big,
    TooManyButtons: _too_many_buttons,
    MainTextMissing: _main_text,
    AudienceEmpty: _empty,
    ApprovalNeeded: _approval,
    SaidBefore: _said_before,
    OwnCampaign: _own,
    NoSecondPerson: _nobody,
}
WAYS: Ways = {
    TextTooLong: _to_all,
    FileTooBig: _to_all,
    TooManyButtons: _to_all,
    MainTextMissing: _to_text,
    AudienceEmpty: _to_audience,
    ApprovalNeeded: _to_approval,
    SaidBefore: _once_more,
    OwnCampaign: _to_message,
    NoSecondPerson: _to_message,
}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("campaign_text", "empty"): _no_text,
    ("campaign_language", "choice"): _no_language,
    ("campaign_button", "format"): _button_format,
    ("campaign_button", "label"): _button_label,
    ("campaign_button", "link"): _button_link,
    ("campaign_button", "program"): _button_program,
}
