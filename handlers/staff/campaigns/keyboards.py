"""Buttons of the messages to everyone."""

from types import MappingProxyType

from aiogram.types import InlineKeyboardButton

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _
from handlers.staff.campaigns import texts
from handlers.staff.campaigns.buttons import (
    Agree,
    Aim,
    AimAt,
    AskApproval,
    AskButton,
    Bare,
    Campaigns,
    DropIt,
    GiveBack,
    Hold,
    NewCampaign,
    OpenCampaign,
    Say,
    SendIt,
    StopIt,
    TryIt,
    Watch,
)
from services.campaigns.models import CampaignStatus
from services.campaigns.queries import CampaignView, Shelf
from services.campaigns.rules import LANGUAGES, MAIN_LANGUAGE, MOST_BUTTONS, Audience, Holding, Recipients

WHOM = MappingProxyType(
    {
        "all": (Recipients.PARENTS, Holding.ANY),
        "with": (Recipients.PARENTS, Holding.WITH),
        "without": (Recipients.PARENTS, Holding.WITHOUT),
        "clubs": (Recipients.PROVIDERS, Holding.ANY),
    }
)
"""Audiences as the buttons name them."""


def shelf(found: Shelf) -> tuple[Row, ...]:
    """A new one, those that are, arrows, menu."""
    opens = [button(texts.line(one), OpenCampaign(campaign_id=one.id)) for one in found.items]
    rows: list[Row] = [[button(_("➕ New message"), NewCampaign())]]
    rows += [opens[at : at + 2] for at in range(0, len(opens), 2)]
    return (*rows, *pages(found.page, found.pages, lambda to: Campaigns(page=to)), home())


def draft(found: CampaignView) -> tuple[Row, ...]:
    """Under a draft: its words, its file, its buttons, and on to the audience."""
    number = found.id
    says = [
        button(texts.say(language, is_there=language in found.texts), Say(campaign_id=number, language=language))
        for language in LANGUAGES
    ]
    rows: list[Row] = [says]
    extras = []
    if len(found.buttons) < MOST_BUTTONS:
        extras.append(button(_("🔗 Add a button"), AskButton(campaign_id=number)))
    if found.buttons:
        extras.append(button(_("Remove the buttons"), Bare(campaign_id=number, part="buttons")))
    rows.append(extras)
    if found.attachment is not None:
        rows.append([button(_("Remove the file"), Bare(campaign_id=number, part="file"))])
    rows.append([button(_("🗑 Delete the draft…"), DropIt(campaign_id=number))])
    if MAIN_LANGUAGE in found.texts:
        rows.append([button(_("👥 Next: to whom"), Aim(campaign_id=number))])
    return (*rows, back(Campaigns()))


def audience(found: CampaignView) -> tuple[Row, ...]:
    """Who is meant; the chosen one of each row is ticked."""
    now = found.audience
    rows: list[Row] = [[_whom(found, one) for one in Recipients]]
    if now.recipients is Recipients.PARENTS:
        held = [_aim(found, texts.holding(one), Audience(now.recipients, one, now.focus)) for one in Holding]
        rows += [held[:2], held[2:]]
    following = texts.next_focus(now.focus)
    turned = _aim_at(found.id, Audience(now.recipients, now.certificate, following))
    rows.append([button(_("🎨 Field: {focus} ›").format(focus=texts.focus(now.focus)), turned)])
    rows.append([button(_("👁 Next: try it on myself"), TryIt(campaign_id=found.id))])
    return (*rows, back(OpenCampaign(campaign_id=found.id)))


def _whom(found: CampaignView, one: Recipients) -> InlineKeyboardButton:
    words = texts.recipients(one)
    is_chosen = found.audience.recipients is one
    return button(
        f"✓ {words}" if is_chosen else words, _aim_at(found.id, found.audience if is_chosen else Audience(one))
    )


def _aim(found: CampaignView, words: str, to: Audience) -> InlineKeyboardButton:
    now = found.audience
    is_chosen = now.certificate is to.certificate
    return button(f"✓ {words}" if is_chosen else words, _aim_at(found.id, to))


def _aim_at(campaign_id: int, to: Audience) -> AimAt:
    whom = next(code for code, pair in WHOM.items() if pair == (to.recipients, to.certificate))
    return AimAt(campaign_id=campaign_id, whom=whom, focus=to.focus or "")


def tried(found: CampaignView, *, needs_approval: bool) -> tuple[Row, ...]:
    """Under the trial of a draft: ask, or send at once if few are meant."""
    ask = button(_("🙋 Ask for approval"), AskApproval(campaign_id=found.id))
    send = button(_("📣 Send to everyone"), SendIt(campaign_id=found.id))
    rows: list[Row] = [[ask]] if needs_approval else [[send], [ask]]
    change = [
        button(_("✏️ The message"), OpenCampaign(campaign_id=found.id)),
        button(_("👥 To whom"), Aim(campaign_id=found.id)),
    ]
    return (*rows, change, home())


def standing(found: CampaignView, *, is_author: bool) -> tuple[Row, ...]:
    """Under a message that waits for its approval, or has it."""
    number = found.id
    rows: list[Row] = [[button(_("👁 See it as people will"), TryIt(campaign_id=number))]]
    if found.status is CampaignStatus.APPROVED:
        rows.insert(0, [button(_("📣 Send to everyone"), SendIt(campaign_id=number))])
    elif not is_author:
        rows.insert(0, [button(_("✅ Approve"), Agree(campaign_id=number))])
    again = _("✏️ Back to the draft") if is_author else _("↩️ Return to the author")
    rows.append([button(again, GiveBack(campaign_id=number))])
    return (*rows, back(Campaigns()))


def going(found: CampaignView) -> tuple[Row, ...]:
    """Under the progress."""
    is_paused = found.status is CampaignStatus.PAUSED
    hold = button(_("▶️ Go on") if is_paused else _("⏸ Pause"), Hold(campaign_id=found.id, on=not is_paused))
    stop = button(_("⏹ Stop…"), StopIt(campaign_id=found.id))
    return ([hold, stop], [button(_("🔄 Refresh"), Watch(campaign_id=found.id))], back(Campaigns()))


def to_stop(campaign_id: int) -> tuple[Row, ...]:
    """The question before a stop."""
    return ([button(_("Yes, stop"), StopIt(campaign_id=campaign_id, sure=True))], back(Watch(campaign_id=campaign_id)))


def to_drop(campaign_id: int) -> tuple[Row, ...]:
    """The question before a draft is deleted."""
    yes = button(_("Yes, delete"), DropIt(campaign_id=campaign_id, sure=True))
    return ([yes], back(OpenCampaign(campaign_id=campaign_id)))


def ended() -> tuple[Row, ...]:
    """Under the report."""
    return ([button(_("📣 All messages"), Campaigns())], home())


def over(campaign_id: int) -> tuple[Row, ...]:
    """After a message was approved, returned or is waiting."""
    return ([button(_("Open the message"), OpenCampaign(campaign_id=campaign_id))], home())
