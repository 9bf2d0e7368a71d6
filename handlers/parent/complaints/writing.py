"""A letter step by step: what it is, about what, the text, a look before it is sent. Every step is kept."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.errors import sentence
from handlers.common.keyboards import back, home
from handlers.common.screen import Screen, button, show, tell
from handlers.common.words import _
from handlers.parent.complaints import screens, writing_texts
from handlers.parent.complaints.keyboards import (
    Letter,
    Write,
    WriteCases,
    WriteDrop,
    WriteKind,
    WriteSend,
    WriteStep,
)
from handlers.parent.complaints.states import Writing
from services.complaints import actions, queries
from services.complaints.models import Kind, Side, Subject
from services.complaints.rules.writing import CASE_ASKED, Draft
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Invalid, Stale

router = Router(name="parent.complaints.writing")
KINDS, SUBJECTS = ([one.value for one in words] for words in (Kind, Subject))
STEPS = ("subject", "case", "go", "redo", "back")


@router.message(Command("ask", ignore_case=True))
@router.callback_query(Write.filter())
async def choose_kind(
    touch: Message | CallbackQuery, session: AsyncSession, actor: Actor, callback_data: Write | None = None
) -> None:
    """What it is, in plain words; what was begun is offered first."""
    draft = await queries.draft_of(session, actor)
    await session.commit()
    case = callback_data.application_id if callback_data else 0
    await show(touch, screens.choose_kind(case, has_draft=draft is not None))


@router.callback_query(WriteKind.filter(F.kind.in_(KINDS)))
async def take_kind(
    query: CallbackQuery,
    callback_data: WriteKind,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    desk: Desk,
    clock: Clock,
) -> None:
    """The kind decides the road; the text of a draft that was begun stays with it."""
    begun = await queries.draft_of(session, actor)
    kind, subject = Kind(callback_data.kind), callback_data.subject
    draft = Draft(
        kind=kind,
        addressee=Side.CLUB if kind is Kind.QUESTION and callback_data.to_club else Side.BODY,
        subject=Subject(subject) if subject in SUBJECTS else None,
        application_id=callback_data.application_id or None,
        text=begun.text if begun is not None else None,
    )
    await _keep(query, session, actor, draft, state=state, desk=desk, clock=clock)


@router.callback_query(WriteStep.filter(F.step.in_(STEPS)))
async def take_step(
    query: CallbackQuery,
    callback_data: WriteStep,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    desk: Desk,
    clock: Clock,
) -> None:
    """A choice, a step back, or on from where it was left."""
    begun = await queries.draft_of(session, actor)
    if begun is None:
        raise Stale("complaint")
    draft = changed(begun, callback_data)
    if draft is None:
        await state.set_state(None)
        await session.commit()
        await show(query, screens.choose_kind(begun.application_id or 0, has_draft=True))
        return
    await _keep(query, session, actor, draft, state=state, desk=desk, clock=clock)


def changed(draft: Draft, press: WriteStep) -> Draft | None:
    """The draft after a press; None to choose the kind again. Raises Stale for a word that nobody knows."""
    if press.step == "subject":
        if press.subject not in SUBJECTS:
            raise Stale("complaint")
        return replace(draft, subject=Subject(press.subject))
    if press.step == "case":
        return replace(draft, application_id=press.application_id)
    if press.step == "redo":
        return replace(draft, text=None)
    return draft if press.step == "go" else earlier(draft)


def earlier(draft: Draft) -> Draft | None:
    """One step back: what was asked last is asked again; the text is kept where it does not stand in the way."""
    if draft.kind in CASE_ASKED and draft.application_id is not None:
        return replace(draft, application_id=None)
    if draft.addressee is Side.CLUB and draft.application_id is not None:
        return replace(draft, application_id=None)
    return replace(draft, subject=None) if draft.kind is Kind.SERVICE and draft.subject is not None else None


@router.callback_query(WriteCases.filter())
async def more_cases(query: CallbackQuery, callback_data: WriteCases, session: AsyncSession, actor: Actor) -> None:
    """Another page of cases."""
    draft = await queries.draft_of(session, actor)
    if draft is None:
        raise Stale("complaint")
    screen = await screens.choose_case(session, actor, draft, callback_data.page)
    await session.commit()
    await show(query, screen)


@router.message(Writing.text, ~F.text.startswith("/"))
async def take_text(
    message: Message, session: AsyncSession, actor: Actor, state: FSMContext, desk: Desk, clock: Clock
) -> None:
    """The text; what cannot stand is asked for again, and what was kept stays."""
    draft = await queries.draft_of(session, actor)
    if draft is None:
        raise Stale("complaint")
    road = await queries.draft_road(session, actor, draft, now=clock())
    try:
        async with session.begin_nested():
            await actions.keep_draft(session, actor, draft=replace(draft, text=message.text or ""), now=clock())
    except Invalid as wrong:
        await session.commit()
        await show(message, Screen(sentence(wrong), (back(WriteStep(step="back")),)))
        return
    kept = replace(draft, text=message.text)
    screen, awaits = await screens.writing(session, actor, kept, desk, road)
    await state.set_state(Writing.text if awaits else None)
    await session.commit()
    await show(message, screen)


@router.callback_query(WriteSend.filter())
async def send(
    query: CallbackQuery, session: AsyncSession, actor: Actor, state: FSMContext, desk: Desk, clock: Clock
) -> None:
    """Send it: number, term and who answers come as a message that is kept."""
    draft = await queries.draft_of(session, actor)
    if draft is not None and draft.is_private and not desk.trial_forms:
        road = await queries.draft_road(session, actor, draft, now=clock())
        screen, _awaits = await screens.writing(session, actor, draft, desk, road)
        await session.commit()
        await show(query, screen)
        return
    receipt = await actions.file(session, actor, now=clock())
    await state.set_state(None)
    await session.commit()
    look = [button(_("📬 Open it"), Letter(complaint_id=receipt.number))]
    await tell(query, Screen(writing_texts.sent(receipt), (look, home())))


@router.callback_query(WriteDrop.filter(F.sure.is_(False)))
async def ask_drop(query: CallbackQuery, session: AsyncSession) -> None:
    """Ask once."""
    await session.commit()
    yes = [button(_("Yes, forget it"), WriteDrop(sure=True))]
    await show(query, Screen(writing_texts.ask_drop(), (yes, back(WriteStep(step="go")))))


@router.callback_query(WriteDrop.filter())
async def drop(query: CallbackQuery, session: AsyncSession, actor: Actor, state: FSMContext) -> None:
    """Nothing of it is kept."""
    await actions.drop_draft(session, actor)
    await state.set_state(None)
    await session.commit()
    await show(query, screens.choose_kind(0, has_draft=False))


async def _keep(
    query: CallbackQuery,
    session: AsyncSession,
    actor: Actor,
    draft: Draft,
    *,
    state: FSMContext,
    desk: Desk,
    clock: Clock,
) -> None:
    """Keep the step and show the next one."""
    road = await queries.draft_road(session, actor, draft, now=clock())
    await actions.keep_draft(session, actor, draft=draft, now=clock())
    screen, awaits = await screens.writing(session, actor, draft, desk, road)
    await state.set_state(Writing.text if awaits else None)
    await session.commit()
    await show(query, screen)
