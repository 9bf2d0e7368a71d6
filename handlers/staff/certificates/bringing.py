"""Promised papers of a case in the clerk's chat: by number only, for the kind of a paper may tell of health."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import formats
from handlers.common.filters import IsStaff
from handlers.common.keyboards import back
from handlers.common.screen import Row, Screen, button, show
from handlers.common.words import _, _n
from handlers.staff.certificates.keyboards import Case
from services.certificates import actions
from services.certificates.queries.papers import case_papers
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import NotFound
from services.forms.rules import DOCUMENTS
from services.uploads.queries import PromiseView

router = Router(name="staff.bringing")
router.callback_query.filter(IsStaff())
KINDS = tuple(field.code for field in DOCUMENTS.fields)


class Promised(CallbackData, prefix="certpap"):
    """Papers of a case that will be brought, or were."""

    application_id: int


class Brought(CallbackData, prefix="certgot"):
    """A paper lies on the desk; ``paper`` is its number on the page of the case."""

    application_id: int
    paper: int


@router.callback_query(Promised.filter())
async def show_promised(query: CallbackQuery, callback_data: Promised, session: AsyncSession, actor: Actor) -> None:
    """What was promised for the child of a case, by number."""
    number = callback_data.application_id
    _papers, said = await case_papers(session, actor, number)
    await session.commit()
    await show(query, promised(number, said))


@router.callback_query(Brought.filter())
async def bring(
    query: CallbackQuery, callback_data: Brought, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Nobody waits for it any more; the family is told."""
    number = callback_data.application_id
    kind = kind_of(callback_data.paper)
    await actions.bring_paper(session, actor, application_id=number, kind=kind, now=clock())
    _papers, said = await case_papers(session, actor, number)
    await session.commit()
    await show(query, promised(number, said))


def promised(number: int, said: list[PromiseView]) -> Screen:
    """The papers, and a button for each that is still awaited."""
    lines = [_("<b>Application No. {number}</b>: papers to be brought. Which paper a number is stands on the page.")]
    lines += [_line(one) for one in said] or [_("No paper is promised.")]
    waiting = [number_of(one.kind) for one in said if one.brought_on is None]
    rows = [
        [button(_("📥 Paper {paper} is brought").format(paper=paper), Brought(application_id=number, paper=paper))]
        for paper in waiting
    ]
    return Screen("\n".join(lines).format(number=number), (*rows, back(Case(application_id=number))))


def rows_of(number: int, said: list[PromiseView]) -> tuple[Row, ...]:
    """Under a case: the way to its papers, where some are awaited."""
    waiting = sum(one.brought_on is None for one in said)
    if not waiting:
        return ()
    words = _n("📥 {count} paper to be brought", "📥 {count} papers to be brought", waiting).format(count=waiting)
    return ([button(words, Promised(application_id=number))],)


def number_of(kind: str) -> int:
    """What a kind of paper is called in the chat, from 1."""
    return KINDS.index(kind) + 1


def kind_of(paper: int) -> str:
    """The kind of this number. Raises NotFound."""
    if not 1 <= paper <= len(KINDS):
        raise NotFound("paper")
    return KINDS[paper - 1]


def _line(one: PromiseView) -> str:
    if one.brought_on is not None:
        words, day = _("Paper {paper}: brought on {day}."), one.brought_on
    else:
        words, day = _("Paper {paper}: no later than {day}."), one.due_on
    return words.format(paper=number_of(one.kind), day=formats.day(day))
