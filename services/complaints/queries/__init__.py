"""Reading threads, as each side may; the roads in force; figures."""

from services.complaints.queries.figures import Figures, KindFigures, figures
from services.complaints.queries.reading import (
    PAGE,
    Leaf,
    Line,
    Lines,
    Message,
    Thread,
    club_lines,
    club_thread,
    own_lines,
    own_thread,
    unread,
)
from services.complaints.queries.records import known_of
from services.complaints.queries.rights import heads_in
from services.complaints.queries.roads import due_on, road_on, roads_on
from services.complaints.queries.staff import Sift, StaffThread, queue, staff_thread, writer_of
from services.complaints.queries.writing import CaseChoice, cases_of, draft_of, draft_road

__all__ = [
    "PAGE",
    "CaseChoice",
    "Figures",
    "KindFigures",
    "Leaf",
    "Line",
    "Lines",
    "Message",
    "Sift",
    "StaffThread",
    "Thread",
    "cases_of",
    "club_lines",
    "club_thread",
    "draft_of",
    "draft_road",
    "due_on",
    "figures",
    "heads_in",
    "known_of",
    "own_lines",
    "own_thread",
    "queue",
    "road_on",
    "roads_on",
    "staff_thread",
    "unread",
    "writer_of",
]
