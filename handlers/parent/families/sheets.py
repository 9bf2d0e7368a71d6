"""The other forms in a trial's chat: about the parent, then of each child; papers are not given here."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.children import called
from handlers.common.formats import safe
from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, Screen, button, show
from handlers.common.words import _
from handlers.parent.families import questions
from handlers.parent.families.filling import turn
from handlers.parent.families.filters import IsTrial
from handlers.parent.families.keyboards import Children, FillSheet, Sheets
from handlers.parent.families.screens import Next
from services.core.actor import Actor
from services.core.clock import Clock
from services.families import queries
from services.families.actions import sheets as actions
from services.families.queries import ChildView, sheets
from services.families.queries.papers import facts
from services.families.queries.sheets import SheetView
from services.families.rules import Right

router = Router(name="parent.families.sheets")
router.callback_query.filter(IsTrial())
CHILDREN = 3
"""Of a page: with the three forms of the parent they fill a screen."""


@router.callback_query(Sheets.filter())
async def choose(
    query: CallbackQuery, callback_data: Sheets, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Forms of the parent and the children, or those of one child."""
    known = await queries.family_children(session, actor, Right.ACT)
    if callback_data.child_id:
        child = await queries.family_child(session, actor, callback_data.child_id, Right.ACT)
        facts_of = await facts(session, actor, child, now=clock())
        screen = _of_child(child, await sheets.offered(session, actor, about=child, facts=facts_of))
    else:
        screen = _all(await sheets.offered(session, actor, facts={}), known, callback_data.page)
    await session.commit()
    await show(query, screen)


@router.callback_query(FillSheet.filter())
async def begin(
    query: CallbackQuery,
    callback_data: FillSheet,
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    clock: Clock,
) -> None:
    """On to the question where the form was left."""
    step = await actions.begin(session, actor, key=callback_data.key, now=clock())
    await turn(query, session, actor, state, Next(step, 0), clock)


def _all(own: list[SheetView], known: list[ChildView], page: int) -> Screen:
    last = max(0, (len(known) - 1) // CHILDREN)
    page = min(max(page, 0), last)
    rows: list[Row] = [[_fill(one)] for one in own]
    shown = known[page * CHILDREN : (page + 1) * CHILDREN]
    rows += ([button(called(child, named=True), Sheets(child_id=child.id))] for child in shown)
    text = _("<b>More about the family</b>\n\nAn application is taken without these. Choose a form, or a child.")
    return Screen(text, (*rows, *pages(page, last + 1, lambda to: Sheets(page=to)), back(Children())))


def _of_child(child: ChildView, found: list[SheetView]) -> Screen:
    text = _("<b>{child}</b>\n\nPapers themselves are not taken in a chat: bring them to the office.").format(
        child=safe(called(child, named=True))
    )
    rows: list[Row] = [[_fill(one)] for one in found]
    return Screen(text, (*rows, [back(Sheets())[0], *home()]))


def _fill(one: SheetView) -> InlineKeyboardButton:
    state = "✓ " if one.is_kept else ""
    return button(f"{state}{questions.TITLES[one.form]()}", FillSheet(key=one.key))
