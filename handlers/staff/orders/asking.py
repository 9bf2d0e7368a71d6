"""The next question of a change, or the difference when nothing is left to ask."""

from io import BytesIO

from aiogram.exceptions import TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.errors import sentence
from handlers.common.keyboards import back
from handlers.common.screen import Row, Screen
from handlers.staff.orders import keyboards, texts
from handlers.staff.orders.keyboards import LeaveDraft, Orders, WriteDraft
from handlers.staff.orders.seen import promised, standing
from handlers.staff.orders.states import Ordering
from services.core.actor import Actor
from services.core.errors import Invalid, Refused
from services.orders import actions, queries
from services.orders.errors import SheetBroken
from services.orders.gateway.sheet import LARGEST
from services.orders.queries import DraftView, LineView
from services.orders.rules.changes import TYPED

KOPECKS = 100
FIELDS = (*TYPED, "act", "day", "why")


async def following(session: AsyncSession, actor: Actor, draft: DraftView, state: FSMContext) -> Screen:
    """Ask what is missing; else count the difference anew and ask for the yes."""
    if draft.missing:
        return await question(session, draft, draft.missing[0], state)
    await state.clear()
    try:
        async with session.begin_nested():
            counted = await actions.review(session, actor, draft_id=draft.id)
    except (Refused, Invalid) as refused:
        return Screen(sentence(refused), _mend(draft))
    lines = await queries.lines(session, draft.territory_id, draft.year)
    return Screen(texts.difference(counted, promised(lines), draft.source), keyboards.ask(counted))


async def question(session: AsyncSession, draft: DraftView, field: str, state: FSMContext) -> Screen:
    """One question; the next typed text is its answer."""
    await state.set_state(Ordering.value)
    await state.set_data({"draft_id": draft.id, "field": field})
    line = await _line(session, draft)
    fields = FIELDS if len(draft.wanted) == 1 and not draft.source and not draft.wanted[0].is_removed else FIELDS[4:]
    at = fields.index(field) if field in fields else 0
    can_keep = field in TYPED and (line is not None or field == "norm" or keyboards.is_counted(draft, field))
    rows = keyboards.question(draft, field, fields[at - 1] if at else None, can_keep=can_keep)
    return Screen(texts.question(draft, field, standing(line)), rows)


async def take(session: AsyncSession, actor: Actor, state: FSMContext, asked: tuple[int, str], typed: str) -> Screen:
    """Write the answer of ``asked`` (draft, field) and ask on; what cannot be read is said and asked again."""
    draft_id, field = asked
    text = "" if field == "norm" and typed.strip() in {"-", "–", "—"} else typed
    try:
        draft = await actions.answer(session, actor, draft_id=draft_id, field=field, typed=text)
    except Invalid as wrong:
        draft = await queries.own_draft(session, actor, draft_id)
        again = await question(session, draft, field, state)
        return Screen(f"{sentence(wrong)}\n\n{again.text}", again.rows)
    return await following(session, actor, draft, state)


async def as_it_is(session: AsyncSession, draft: DraftView, field: str) -> str:
    """What the line says now, as it would be typed; the sum is left to be counted."""
    now = standing(await _line(session, draft))
    if keyboards.is_counted(draft, field) or now is None:
        return ""
    if field == "money":
        return f"{now.money // KOPECKS}.{now.money % KOPECKS:02}"
    value = getattr(now, field)
    return "" if value is None else str(value)


async def fetched(message: Message) -> bytes:
    """The bytes of a sent file. Raises SheetBroken for one that is too large or gone."""
    document, bot = message.document, message.bot
    if document is None or bot is None or (document.file_size or 0) > LARGEST:
        raise SheetBroken("large")
    content = BytesIO()
    try:
        await bot.download(document.file_id, destination=content)
    except TelegramAPIError as gone:
        raise SheetBroken("book") from gone
    return content.getvalue()


def _mend(draft: DraftView) -> tuple[Row, ...]:
    """After a difference that cannot be: the first question again, or away."""
    first = TYPED[0] if len(draft.wanted) == 1 and not draft.source and not draft.wanted[0].is_removed else "act"
    again = WriteDraft(draft_id=draft.id, field=first)
    order = Orders(territory_id=draft.territory_id, year=draft.year)
    return (*keyboards.mend(again, LeaveDraft(draft_id=draft.id)), back(order))


async def _line(session: AsyncSession, draft: DraftView) -> LineView | None:
    if len(draft.wanted) != 1:
        return None
    code = draft.wanted[0].code
    lines = await queries.lines(session, draft.territory_id, draft.year)
    return next((line for line in lines if line.service_code == code), None)
