"""The catalogue's imports for the staff: a file is sent, asked about, watched; reports and refused records."""

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.filters import IsStaff
from handlers.common.screen import Screen, acknowledge, show
from handlers.staff.catalogue import keyboards, texts
from handlers.staff.catalogue.keyboards import (
    PER_PAGE,
    REJECTS_PER_PAGE,
    AcceptRemovals,
    Catalogue,
    CatalogueWhose,
    MoveImport,
    OpenImport,
    Rejects,
    StartImport,
    Template,
)
from handlers.staff.indicators.served import all_served, served
from services.core.actor import Actor
from services.core.clock import Clock
from services.core.errors import Stale
from services.programs.actions.importing import queue
from services.programs.actions.importing.queue import SentFile
from services.programs.gateway.tables.template import template
from services.programs.queries import imports
from services.programs.queries.imports import ImportView
from services.territories.queries import territory

router = Router(name="staff.catalogue")
router.message.filter(IsStaff())
router.callback_query.filter(IsStaff())
KINDS = (".json", ".csv", ".xlsx")


@router.message(StateFilter(None), F.document.file_name.lower().endswith(KINDS))
async def take_file(message: Message, session: AsyncSession, actor: Actor, clock: Clock) -> None:
    """A file is asked about before it is loaded."""
    place = await territory(session, served(actor))
    document = message.document
    if document is None:
        return
    sent = SentFile(document.file_id, document.file_name or "", document.file_size or 0)
    made = await queue.ask(session, actor, territory_id=place.id, slug=place.slug, sent=sent, now=clock())
    screen = await _screen(session, await imports.own_import(session, actor, made))
    await session.commit()
    await show(message, screen)


@router.callback_query(Catalogue.filter())
async def show_imports(query: CallbackQuery, callback_data: Catalogue, session: AsyncSession, actor: Actor) -> None:
    """The last imports of a territory."""
    place = await territory(session, served(actor, callback_data.territory_id))
    total = -(-await imports.count_imports(session, place.id) // PER_PAGE)
    page = min(max(callback_data.page, 0), max(total - 1, 0))
    found = await imports.last_imports(session, territory_id=place.id, limit=PER_PAGE, offset=page * PER_PAGE)
    is_pulled = await imports.is_pulled(session, place.id)
    await session.commit()
    shown = [(one, texts.label(one, place)) for one in found]
    can_switch = len(actor.staff_territories) > 1
    rows = keyboards.listed(place.id, shown, page=page, total=total, can_switch=can_switch)
    await show(query, Screen(texts.listed(place, has_any=bool(found), is_pulled=is_pulled), rows))


@router.callback_query(OpenImport.filter())
async def show_import(query: CallbackQuery, callback_data: OpenImport, session: AsyncSession, actor: Actor) -> None:
    """One import."""
    screen = await _screen(session, await imports.own_import(session, actor, callback_data.import_id))
    await session.commit()
    await show(query, screen)


@router.callback_query(CatalogueWhose.filter())
async def choose_whose(
    query: CallbackQuery, callback_data: CatalogueWhose, session: AsyncSession, actor: Actor
) -> None:
    """The territories that the person serves."""
    known = await all_served(session, actor)
    await session.commit()
    total = max(1, -(-len(known) // PER_PAGE))
    page = min(max(callback_data.page, 0), total - 1)
    shown = known[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows = keyboards.whose(shown, import_id=callback_data.import_id, page=page, total=total)
    await show(query, Screen(texts.whose(), rows))


@router.callback_query(MoveImport.filter())
async def move(query: CallbackQuery, callback_data: MoveImport, session: AsyncSession, actor: Actor) -> None:
    """Into another territory; the question is asked again."""
    await queue.move(session, actor, import_id=callback_data.import_id, territory_id=callback_data.territory_id)
    screen = await _screen(session, await imports.own_import(session, actor, callback_data.import_id))
    await session.commit()
    await show(query, screen)


@router.callback_query(StartImport.filter())
async def start(
    query: CallbackQuery, callback_data: StartImport, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Yes: the worker takes it, and this message tells how far it is."""
    where = _message_id(query)
    found = await queue.confirm(session, actor, import_id=callback_data.import_id, message_id=where, now=clock())
    screen = await _screen(session, found)
    await session.commit()
    await show(query, screen)


@router.callback_query(AcceptRemovals.filter())
async def accept(
    query: CallbackQuery, callback_data: AcceptRemovals, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Yes, although many programs vanish."""
    where = _message_id(query)
    found = await queue.accept(session, actor, import_id=callback_data.import_id, message_id=where, now=clock())
    screen = await _screen(session, found)
    await session.commit()
    await show(query, screen)


@router.callback_query(Rejects.filter())
async def show_rejects(query: CallbackQuery, callback_data: Rejects, session: AsyncSession, actor: Actor) -> None:
    """Refused records, a page of them."""
    one = await imports.own_import(session, actor, callback_data.import_id)
    place = await territory(session, one.territory_id)
    total = max(1, -(-one.rejected // REJECTS_PER_PAGE))
    page = min(max(callback_data.page, 0), total - 1)
    size = REJECTS_PER_PAGE
    shown = await imports.rejected(session, one.rejects_of, limit=size, offset=page * size)
    await session.commit()
    await show(query, Screen(texts.rejected(one, place, shown), keyboards.rejects(one, page=page, total=total)))


@router.callback_query(Template.filter(F.kind.in_(("csv", "xlsx"))))
async def send_template(query: CallbackQuery, callback_data: Template, session: AsyncSession) -> None:
    """The table to fill in, as a document that stays."""
    await session.commit()
    await acknowledge(query)
    if query.message is not None:
        made = template("xlsx" if callback_data.kind == "xlsx" else "csv")
        file = BufferedInputFile(made, f"kruzhok-catalogue.{callback_data.kind}")
        await query.message.answer_document(file, caption=texts.template(), reply_markup=keyboards.under_template())


async def _screen(session: AsyncSession, one: ImportView) -> Screen:
    place = await territory(session, one.territory_id)
    return Screen(texts.of_import(one, place), keyboards.of_import(one))


def _message_id(query: CallbackQuery) -> int:
    """The message that was pressed. Raises Stale for one that is gone: the progress must be drawn somewhere."""
    if query.message is None:
        raise Stale("message")
    return query.message.message_id
