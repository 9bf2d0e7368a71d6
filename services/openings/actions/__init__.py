"""The deeds of the room: announce, call off, file in order, rehearse, draw, publish, settle. The caller commits."""

from services.openings.actions.announcing import announce, cancel
from services.openings.actions.assisting import file_for_visitor, file_from_paper, visitors_children
from services.openings.actions.drawing import Rehearsal, draw, publish, rehearse
from services.openings.actions.filing import Filed, apply, apply_all, ask_transfer
from services.openings.actions.settling import settle

__all__ = [
    "Filed",
    "Rehearsal",
    "announce",
    "apply",
    "apply_all",
    "ask_transfer",
    "cancel",
    "draw",
    "file_for_visitor",
    "file_from_paper",
    "publish",
    "rehearse",
    "settle",
    "visitors_children",
]
