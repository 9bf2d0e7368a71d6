"""Buttons of the catalogue's imports."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, button
from handlers.common.words import _, pick
from services.programs.models import ImportState
from services.programs.queries.imports import ImportView
from services.territories.queries import TerritoryView

PER_PAGE, REJECTS_PER_PAGE = 4, 6


class Catalogue(CallbackData, prefix="cat"):
    """The imports of a territory; territory 0 is the person's own."""

    territory_id: int = 0
    page: int = 0


class CatalogueWhose(CallbackData, prefix="catwho"):
    """Choose another territory of the person's own; ``import_id`` 0: to look at, else to import a file into."""

    import_id: int = 0
    page: int = 0


class OpenImport(CallbackData, prefix="catone"):
    """One import: its question, its progress or its report."""

    import_id: int


class MoveImport(CallbackData, prefix="catto"):
    """Import the file into this territory."""

    import_id: int
    territory_id: int


class StartImport(CallbackData, prefix="catgo"):
    """Yes, import the file."""

    import_id: int


class AcceptRemovals(CallbackData, prefix="catyes"):
    """Import the file although many programs vanish."""

    import_id: int


class Rejects(CallbackData, prefix="catno"):
    """Records that an import refused."""

    import_id: int
    page: int = 0


class Template(CallbackData, prefix="cattpl"):
    """The table to fill in: ``xlsx`` or ``csv``."""

    kind: str


def listed(
    here: int, shown: Sequence[tuple[ImportView, str]], *, page: int, total: int, can_switch: bool
) -> tuple[Row, ...]:
    """Imports of a territory, each with its moment; the template; another territory."""
    opens = [[button(label, OpenImport(import_id=one.id))] for one, label in shown]
    turn = pages(page, total, lambda to: Catalogue(territory_id=here, page=to))
    tables = [button(_("📄 Template, XLSX"), Template(kind="xlsx")), button(_("CSV"), Template(kind="csv"))]
    whose: tuple[Row, ...] = ([button(_("⇄ Another territory"), CatalogueWhose())],) if can_switch else ()
    return (*opens, *turn, tables, *whose, home())


def under_template() -> InlineKeyboardMarkup:
    """From the table, which stays, to the menu."""
    return InlineKeyboardMarkup(inline_keyboard=[home()])


def of_import(one: ImportView) -> tuple[Row, ...]:
    """What can be done with an import as it stands."""
    rows: list[Row] = []
    if one.state is ImportState.ASKED:
        rows.append([button(_("Yes, load it"), StartImport(import_id=one.id))])
        rows.append([button(_("⇄ Into another territory"), CatalogueWhose(import_id=one.id))])
    if one.state is ImportState.REFUSED and one.file_id and not one.accepts_removals:
        rows.append([button(_("Yes, they are to vanish"), AcceptRemovals(import_id=one.id))])
    if one.rejected:
        label = _("Refused records: {count}").format(count=one.rejected)
        rows.append([button(label, Rejects(import_id=one.id))])
    return (*rows, back(Catalogue(territory_id=one.territory_id)))


def whose(known: Sequence[TerritoryView], *, import_id: int, page: int, total: int) -> tuple[Row, ...]:
    """Territories that the person serves."""

    def chosen(land: TerritoryView) -> CallbackData:
        if import_id:
            return MoveImport(import_id=import_id, territory_id=land.id)
        return Catalogue(territory_id=land.id)

    opens = [[button(pick(land.short_ru, land.short_en), chosen(land))] for land in known]
    turn = pages(page, total, lambda to: CatalogueWhose(import_id=import_id, page=to))
    before: CallbackData = OpenImport(import_id=import_id) if import_id else Catalogue()
    return (*opens, *turn, back(before))


def rejects(one: ImportView, *, page: int, total: int) -> tuple[Row, ...]:
    """Pages of refused records."""
    turn = pages(page, total, lambda to: Rejects(import_id=one.id, page=to))
    return (*turn, back(OpenImport(import_id=one.id)))
