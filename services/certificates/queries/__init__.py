"""Reading the room: own cases, the clerk's queue, the provider's list, certificates."""

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
from services.certificates.queries.timetable import Clash, clashes
from services.certificates.queries.views import (
    Cases,
    CertificateView,
    Facts,
    Line,
    OwnCase,
    Preview,
    ProviderCase,
    StaffCase,
    Waiting,
)

__all__ = [
    "PAGE",
    "Cases",
    "CertificateView",
    "Clash",
    "Facts",
    "Left",
    "Line",
    "OwnCase",
    "Preview",
    "ProviderCase",
    "StaffCase",
    "Waiting",
    "case",
    "certificate_of",
    "clashes",
    "left",
    "mine",
    "next_to_decide",
    "of_provider",
    "own_application",
    "preview",
    "provider_case",
    "queue",
    "search",
]
