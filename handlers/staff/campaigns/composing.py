"""The words, the file and the buttons of a message: typed in the chat, kept at once."""

import html

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.text_decorations import HtmlDecoration
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Screen, show
from handlers.staff.campaigns import screens, texts
from handlers.staff.campaigns.buttons import AskButton, Bare, Campaigns, NewCampaign, OpenCampaign, Say
from handlers.staff.campaigns.states import Composing
from services.campaigns import actions, queries
from services.campaigns.actions import Typed
from services.campaigns.rules import LANGUAGES, MAIN_LANGUAGE, Attachment, FileKind
from services.core.actor import Actor
from services.core.clock import Clock
from services.territories.queries import territory

router = Router(name="staff.campaigns.composing")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())


@router.callback_query(NewCampaign.filter())
async def begin(query: CallbackQuery, session: AsyncSession, actor: Actor, state: FSMContext) -> None:
    """Ask for the first text; a row is made only when there is one."""
    own = actor.territory_id if actor.territory_id in actor.staff_territories else actor.staff_territories[0]
    place = await territory(session, own or 0)
    await state.set_state(Composing.text)
    await state.update_data(campaign_id=0, language=MAIN_LANGUAGE, territory_id=place.id)
    await session.commit()
    await show(query, Screen(texts.ask_new(place), (back(Campaigns()),)))


@router.callback_query(Say.filter(F.language.in_(LANGUAGES)))
async def ask_text(
    query: CallbackQuery,
    callback_data: Say,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
) -> None:
    """Ask for the text in a language."""
    found = await queries.draft(session, actor, callback_data.campaign_id)
    await state.set_state(Composing.text)
    await state.update_data(campaign_id=found.id, language=callback_data.language)
    await session.commit()
    await show(query, Screen(texts.ask_text(callback_data.language), (back(OpenCampaign(campaign_id=found.id)),)))


@router.callback_query(AskButton.filter())
async def ask_button(
    query: CallbackQuery,
    callback_data: AskButton,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
) -> None:
    """Ask for a button."""
    found = await queries.draft(session, actor, callback_data.campaign_id)
    await state.set_state(Composing.button)
    await state.update_data(campaign_id=found.id)
    await session.commit()
    await show(query, Screen(texts.ask_button(), (back(OpenCampaign(campaign_id=found.id)),)))


@router.callback_query(Bare.filter(F.part.in_({"file", "buttons"})))
async def take_away(
    query: CallbackQuery,
    callback_data: Bare,
    session: AsyncSession,
    actor: Actor,
    clock: Clock,
) -> None:
    """Without the file, or without buttons."""
    number = callback_data.campaign_id
    if callback_data.part == "file":
        await actions.remove_attachment(session, actor, campaign_id=number)
    else:
        await actions.remove_buttons(session, actor, campaign_id=number)
    screen = await screens.card(session, actor, number, clock)
    await session.commit()
    await show(query, screen)


@router.message(Composing.text, F.text & ~F.text.startswith("/"))
@router.message(Composing.text, F.photo | F.document)
async def said(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """The text as received, perhaps as the caption of a picture or a file."""
    at = await state.get_data()
    number: int = at["campaign_id"]
    typed = _typed(message, at["language"])
    if number:
        await actions.set_message(session, actor, campaign_id=number, typed=typed)
    else:
        number = await actions.make_draft(session, actor, territory_id=at["territory_id"], typed=typed, now=clock())
    await state.set_state(None)
    screen = await screens.card(session, actor, number, clock)
    await session.commit()
    await show(message, screen)


@router.message(Composing.button, F.text & ~F.text.startswith("/"))
async def named(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """A button typed in one line."""
    number: int = (await state.get_data())["campaign_id"]
    await actions.add_button(session, actor, campaign_id=number, text=message.text or "")
    await state.set_state(None)
    screen = await screens.card(session, actor, number, clock)
    await session.commit()
    await show(message, screen)


@router.message(Composing.text, ~F.text)
@router.message(Composing.button, ~F.text)
async def not_words(message: Message, session: AsyncSession, state: FSMContext) -> None:
    """A sticker, a voice message: the question stays."""
    at = await state.get_data()
    is_button = await state.get_state() == Composing.button.state
    number: int = at["campaign_id"]
    await session.commit()
    way = back(OpenCampaign(campaign_id=number) if number else Campaigns())
    await show(message, Screen(texts.not_words(for_button=is_button), (way,)))


class _AsReceived(HtmlDecoration):
    """aiogram's markup, with a link's address escaped: a quote or «&lt» in it would break the message for everybody."""

    def link(self, value: str, link: str) -> str:
        return super().link(value, html.escape(link))


def _markup(message: Message) -> str | None:
    """The text or the caption as markup; what looks like markup in the words themselves stays words."""
    text = message.text or message.caption
    return _AsReceived().unparse(text, message.entities or message.caption_entities) if text else None


def _typed(message: Message, language: str) -> Typed:
    """What was sent: the markup of its text or caption, and the largest size of its picture."""
    markup = _markup(message)
    if message.photo:
        largest = message.photo[-1]
        return Typed(language, markup, Attachment(FileKind.PHOTO, largest.file_id), largest.file_size or 0)
    if message.document is not None:
        file = message.document
        return Typed(language, markup, Attachment(FileKind.DOCUMENT, file.file_id), file.file_size or 0)
    return Typed(language, markup)
