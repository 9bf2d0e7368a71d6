"""A form in the chat: one screen redrawn in place, typed answers taken away from the chat, nothing lost on the way."""

from datetime import datetime

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.errors import sentence
from handlers.common.screen import Screen, show, show_at
from handlers.common.words import _
from handlers.parent.families import questions, screens
from handlers.parent.families.filters import IsTrial
from handlers.parent.families.keyboards import Ask, Pick
from handlers.parent.families.screens import Next
from handlers.parent.families.states import Filling
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid, ServiceError
from services.families import actions, queries
from services.families.actions import Step
from services.families.errors import ChildAlreadyAdded, OutOfAge
from services.forms.rules import form
from services.notices.queries import told_since

router = Router(name="parent.families.filling")
router.message.filter(IsTrial())
router.callback_query.filter(IsTrial())

SAID_ABOVE: tuple[type[ServiceError], ...] = (Invalid, OutOfAge, ChildAlreadyAdded)
"""Refusals of one answer: their sentence stands above the question, which stays where it is."""


@router.message(Filling.answer, F.text, ~F.text.startswith("/"))
async def typed(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """An answer in words."""
    at = await state.get_data()
    text = questions.typed_choice(at["form"], at["field"], message.text or "")
    step, note = await _take(session, actor, Ask(form=at["form"], field=at["field"]), text, clock())
    await redraw(message, session, actor, state, Next(step, at["group"], note), clock)


@router.message(Filling.answer, ~F.text)
async def not_words(message: Message, session: AsyncSession, actor: Actor, state: FSMContext, clock: Clock) -> None:
    """A sticker, a photo, a voice message: the question stays."""
    at = await state.get_data()
    step = await actions.ask(session, actor, form=at["form"], field=at["field"], now=clock())
    note = _("Please answer in words: I can't read anything else.")
    await redraw(message, session, actor, state, Next(step, at["group"], note), clock)


@router.callback_query(Pick.filter())
async def picked(
    query: CallbackQuery,
    callback_data: Pick,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """An answer by a button; it works without the dialogue's memory too."""
    choices = form(callback_data.form).field(callback_data.field).choices
    text = choices[callback_data.number] if 0 <= callback_data.number < len(choices) else ""
    at = Ask(form=callback_data.form, field=callback_data.field)
    step, note = await _take(session, actor, at, text, clock())
    await turn(query, session, actor, state, Next(step, callback_data.group_id, note), clock)


@router.callback_query(Ask.filter())
async def asked(
    query: CallbackQuery,
    callback_data: Ask,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """One question again: back, or on from where the form was left."""
    step = await actions.ask(session, actor, form=callback_data.form, field=callback_data.field, now=clock())
    await turn(query, session, actor, state, Next(step, callback_data.group_id), clock)


async def _take(session: AsyncSession, actor: Actor, at: Ask, text: str, now: datetime) -> tuple[Step, str]:
    """Give the answer; a refused one leaves the question as it was, with a sentence above it."""
    try:
        return await actions.answer(session, actor, form=at.form, field=at.field, text=text, now=now), ""
    except SAID_ABOVE as refused:
        return await actions.ask(session, actor, form=at.form, field=at.field, now=now), sentence(refused)


async def turn(
    query: CallbackQuery, session: AsyncSession, actor: Actor, state: FSMContext, coming: Next, clock: Clock
) -> None:
    """Show what is next on the pressed message; a question is remembered, so that typed text finds it."""
    screen_id = query.message.message_id if query.message is not None else None
    await _remember(state, coming, screen_id, clock().isoformat())
    screen = await _screen(session, actor, coming)
    await session.commit()
    await show(query, screen)


async def redraw(
    message: Message, session: AsyncSession, actor: Actor, state: FSMContext, coming: Next, clock: Clock
) -> None:
    """Show what is next on the form's own message, and take what was typed away from the chat.

    Where a notice has come in between, the form moves below it.
    """
    kept = await state.get_data()
    screen_id = kept["screen"]
    if await told_since(session, actor.person_id, datetime.fromisoformat(kept["shown_at"])):
        screen_id = None
    await _remember(state, coming, screen_id, kept["shown_at"])
    screen = await _screen(session, actor, coming)
    await session.commit()
    await _take_away(message)
    drawn_id = await show_at(message, screen_id, screen)
    if drawn_id != screen_id:
        await state.update_data(screen=drawn_id, shown_at=clock().isoformat())


async def _screen(session: AsyncSession, actor: Actor, coming: Next) -> Screen:
    operator = await queries.operator(session, actor) if coming.step.consent is not None else ""
    return screens.step_screen(coming, operator)


async def _remember(state: FSMContext, coming: Next, screen_id: int | None, shown_at: str) -> None:
    step = coming.step
    if not step.form:
        await state.set_state(None)
        return
    await state.set_state(Filling.answer)
    await state.update_data(
        form=step.form, field=step.field, group=coming.group_id, screen=screen_id, shown_at=shown_at
    )


async def _take_away(message: Message) -> None:
    try:
        await message.delete()
    except TelegramBadRequest:
        return  # too old or gone already: the answer is kept all the same
