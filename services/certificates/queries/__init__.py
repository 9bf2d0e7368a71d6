"""Reading the room: own cases, the clerk's queue, the provider's list, certificates."""

from services.certificates.queries.amounts import Money, UnifiedView
from services.certificates.queries.auditing import audit
from services.certificates.queries.cases import (
    PAGE,
    case,
    mine,
    of_provider,
    own_application,
    preview,
    provider_case,
    queue,
)
from services.certificates.queries.checking import Checked, checked
from services.certificates.queries.complaining import Decider, decider_of, family_case
from services.certificates.queries.continuing import (
    Continuing,
    Stand,
    continuing,
    courses_of,
    enrolled_at,
    has_filed,
    stands,
)
from services.certificates.queries.finding import search
from services.certificates.queries.genuine import Genuine, Standing, genuine, standing_of, strongest
from services.certificates.queries.helping import Alternative, alternatives, alternatives_of, complain_by
from services.certificates.queries.history import Event, history
from services.certificates.queries.judging import judged
from services.certificates.queries.left import Left, left
from services.certificates.queries.likeness import like
from services.certificates.queries.needs import drafts, need
from services.certificates.queries.particulars import certificate_of
from services.certificates.queries.paying import paying
from services.certificates.queries.punctual import Punctuality, punctuality
from services.certificates.queries.pupils import GroupLine, Pupil, Pupils, groups_of_provider, pupils
from services.certificates.queries.sifting import clubs_in_queue, next_to_decide, services_in_queue
from services.certificates.queries.timetable import Clash, clashes, movable
from services.certificates.queries.together import Choice, basket, live_number, previews
from services.certificates.queries.unified import unified_number, unified_of
from services.certificates.queries.versions import Version, history_of
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
    Turn,
    Waiting,
)
from services.certificates.queries.waiting import (
    ListLine,
    ListPage,
    OwnPlace,
    Place,
    lists,
    own_place,
    own_places,
    waiting_list,
    who_fits,
)

__all__ = [
    "PAGE",
    "Alternative",
    "Cases",
    "CertificateView",
    "Checked",
    "Choice",
    "Clash",
    "Continuing",
    "Decider",
    "Event",
    "Facts",
    "Genuine",
    "GroupLine",
    "Left",
    "Line",
    "ListLine",
    "ListPage",
    "Money",
    "Need",
    "OwnCase",
    "OwnPlace",
    "Place",
    "Preview",
    "ProviderCase",
    "Punctuality",
    "Pupil",
    "Pupils",
    "Sift",
    "StaffCase",
    "Stand",
    "Standing",
    "Turn",
    "UnifiedView",
    "Version",
    "Waiting",
    "alternatives",
    "alternatives_of",
    "audit",
    "basket",
    "case",
    "certificate_of",
    "checked",
    "clashes",
    "clubs_in_queue",
    "complain_by",
    "continuing",
    "courses_of",
    "decider_of",
    "drafts",
    "enrolled_at",
    "family_case",
    "genuine",
    "groups_of_provider",
    "has_filed",
    "history",
    "history_of",
    "judged",
    "left",
    "like",
    "lists",
    "live_number",
    "mine",
    "movable",
    "need",
    "next_to_decide",
    "of_provider",
    "own_application",
    "own_place",
    "own_places",
    "paying",
    "preview",
    "previews",
    "provider_case",
    "punctuality",
    "pupils",
    "queue",
    "search",
    "services_in_queue",
    "standing_of",
    "stands",
    "strongest",
    "unified_number",
    "unified_of",
    "waiting_list",
    "who_fits",
]
