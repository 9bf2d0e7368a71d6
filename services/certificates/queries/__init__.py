"""Reading the room: own cases, the clerk's queue, the provider's list, certificates."""

from services.certificates.queries.auditing import audit
from services.certificates.queries.cases import (
    PAGE,
    case,
    certificate_of,
    mine,
    next_to_decide,
    of_provider,
    own_application,
    preview,
    provider_case,
    queue,
)
from services.certificates.queries.finding import search
from services.certificates.queries.left import Left, left
from services.certificates.queries.needs import drafts, need
from services.certificates.queries.pupils import GroupLine, Pupil, Pupils, groups_of_provider, pupils
from services.certificates.queries.sifting import clubs_in_queue
from services.certificates.queries.timetable import Clash, clashes
from services.certificates.queries.views import (
    Cases,
    CertificateView,
    Facts,
    Line,
    Need,
    OwnCase,
    Preview,
    ProviderCase,
    Sift,
    StaffCase,
    Waiting,
)

__all__ = [
    "PAGE",
    "Cases",
    "CertificateView",
    "Clash",
    "Facts",
    "GroupLine",
    "Left",
    "Line",
    "Need",
    "OwnCase",
    "Preview",
    "ProviderCase",
    "Pupil",
    "Pupils",
    "Sift",
    "StaffCase",
    "Waiting",
    "audit",
    "case",
    "certificate_of",
    "clashes",
    "clubs_in_queue",
    "drafts",
    "groups_of_provider",
    "left",
    "mine",
    "need",
    "next_to_decide",
    "of_provider",
    "own_application",
    "preview",
    "provider_case",
    "pupils",
    "queue",
    "search",
]
