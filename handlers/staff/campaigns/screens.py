"""Screens of a message to everyone by how it stands, and the trial."""

from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.notices import render
from handlers.common.screen import Attachment, Screen
from handlers.common.words import LOCALES, current, use
from handlers.staff.campaigns import keyboards, reports, texts
from services.campaigns import queries, rules
from services.campaigns.models import CampaignStatus
from services.campaigns.queries import CampaignView, Progress
from services.core.actor import Actor
from services.core.clock import Clock
from services.territories.queries import territory

ENDED = (CampaignStatus.DONE, CampaignStatus.STOPPED)


async def card(session: AsyncSession, actor: Actor, campaign_id: int, clock: Clock) -> Screen:
    """The message as it stands: a draft, a question, a progress or a report."""
    found = await queries.campaign(session, actor, campaign_id)
    place = await territory(session, found.territory_id)
    if found.status is CampaignStatus.DRAFT:
        return Screen(texts.draft(found, place), keyboards.draft(found))
    if found.mailing_id is not None:
        moving = await queries.progress(session, actor, campaign_id, now=clock())
        return going(moving) or Screen(reports.report(moving, place), keyboards.ended())
    counted = await queries.count(session, found.territory_id, found.audience)
    is_author = found.author_id == actor.person_id
    words = reports.standing(found, place, counted, is_author=is_author)
    return Screen(words, keyboards.standing(found, is_author=is_author))


def going(found: Progress) -> Screen | None:
    """The progress; None for a message that is over."""
    if found.campaign.status in ENDED:
        return None
    return Screen(reports.progress(found), keyboards.going(found.campaign))


async def audience(session: AsyncSession, actor: Actor, campaign_id: int) -> Screen:
    """Who is meant by a draft, with the live count."""
    found = await queries.draft(session, actor, campaign_id)
    place = await territory(session, found.territory_id)
    counted = await queries.count(session, found.territory_id, found.audience)
    return Screen(texts.audience(found, place, counted), keyboards.audience(found))


async def after_trial(session: AsyncSession, actor: Actor, found: CampaignView) -> Screen:
    """What stands under the trial: what can be done next."""
    if found.status is CampaignStatus.DRAFT:
        counted = await queries.count(session, found.territory_id, found.audience)
        rows = keyboards.tried(found, needs_approval=rules.needs_approval(counted.reached))
        return Screen(reports.tried(found, counted), rows)
    if found.mailing_id is not None:
        return Screen(reports.seen(), keyboards.over(found.id))
    return Screen(reports.seen(), keyboards.standing(found, is_author=found.author_id == actor.person_id))


def as_seen(found: CampaignView) -> list[Screen]:
    """The message exactly as its people get it, once for each language that has a text of its own."""
    spoken = current()
    content = rules.content(found.texts, found.attachment, found.buttons)
    screens = []
    for locale in [locale for locale in LOCALES if locale in found.texts]:
        use(locale)
        screens.append(render("campaign", content[locale] | {"mailing": 0}))
    use(spoken)
    return screens


async def put_in_chat(touch: CallbackQuery, screens: list[Screen]) -> None:
    """Send each as a message of its own; raises TelegramBadRequest if the messenger does not take one."""
    message = touch.message
    if message is None:
        return
    for screen in screens:
        match screen.attachment:
            case None:
                await message.answer(screen.text, reply_markup=screen.keyboard)
            case Attachment(kind="photo", file_id=photo):
                await message.answer_photo(photo, caption=screen.text, reply_markup=screen.keyboard)
            case Attachment(file_id=document):
                await message.answer_document(document, caption=screen.text, reply_markup=screen.keyboard)


def message_id(touch: CallbackQuery) -> int | None:
    """The message under the pressed button: the progress is drawn there."""
    return touch.message.message_id if isinstance(touch.message, Message) else None
