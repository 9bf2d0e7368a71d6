"""Tables of the catalogue."""

from services.programs.models.catalogue import NEVER, Catalogue, Edition, Group, Lesson, Offer, Program
from services.programs.models.imports import Import, ImportReject, ImportState, Pull, SourceCard, SourceRecord
from services.programs.models.index import INDEX, SearchWord, is_of_index, make_index, unmake_index
from services.programs.models.wishes import Favourite, LinkVisit, SeatWatch, Synonym
from services.programs.models.words import Focus, Level, OvzType, ProgramStatus, StudyForm, Unpaid

__all__ = [
    "INDEX",
    "NEVER",
    "Catalogue",
    "Edition",
    "Favourite",
    "Focus",
    "Group",
    "Import",
    "ImportReject",
    "ImportState",
    "Lesson",
    "Level",
    "LinkVisit",
    "Offer",
    "OvzType",
    "Program",
    "ProgramStatus",
    "Pull",
    "SearchWord",
    "SeatWatch",
    "SourceCard",
    "SourceRecord",
    "StudyForm",
    "Synonym",
    "Unpaid",
    "is_of_index",
    "make_index",
    "unmake_index",
]
