"""All routers in the order in which they are asked; the catch-all is last."""

from aiogram import Router

from handlers.common import errors
from handlers.common.pages import guard, public
from handlers.common.pages import router as pages
from handlers.common.start import fallback
from handlers.common.start import router as start
from handlers.common.verify import router as verify
from handlers.parent.campaigns import router as parent_campaigns
from handlers.parent.certificates import basket as parent_basket
from handlers.parent.certificates import giving as parent_giving
from handlers.parent.certificates import lists as parent_lists
from handlers.parent.certificates import moving as parent_moving
from handlers.parent.certificates import router as parent_certificates
from handlers.parent.certificates import together as parent_together
from handlers.parent.complaints import router as parent_complaints
from handlers.parent.contracts import router as parent_contracts
from handlers.parent.departures import router as parent_departures
from handlers.parent.families import router as parent_families
from handlers.parent.families import sheets as parent_sheets
from handlers.parent.feedback import router as parent_feedback
from handlers.parent.openings import router as parent_openings
from handlers.parent.programs import card, filters, inline, nearby, sharing, wishes
from handlers.parent.programs import router as parent_programs
from handlers.parent.turns import router as parent_turns
from handlers.provider.certificates import lists as provider_lists
from handlers.provider.certificates import router as provider_certificates
from handlers.provider.complaints import router as provider_complaints
from handlers.provider.contracts import router as provider_contracts
from handlers.provider.feedback import router as provider_feedback
from handlers.staff.campaigns import router as staff_campaigns
from handlers.staff.catalogue import router as staff_catalogue
from handlers.staff.certificates import holding as staff_holding
from handlers.staff.certificates import lists as staff_lists
from handlers.staff.certificates import router as staff_certificates
from handlers.staff.complaints import router as staff_complaints
from handlers.staff.departures import router as staff_departures
from handlers.staff.indicators import router as staff_indicators
from handlers.staff.openings import router as staff_openings
from handlers.staff.orders import router as staff_orders
from handlers.staff.plan import router as staff_plan
from handlers.staff.synonyms import router as staff_synonyms
from handlers.staff.turns import router as staff_turns

ROUTERS: tuple[Router, ...] = (
    errors.router,
    verify.router,
    guard.router,
    public.router,
    nearby.located,
    start.router,
    pages.router,
    parent_families.router,
    parent_sheets.router,
    parent_campaigns.router,
    parent_together.router,
    parent_basket.router,
    parent_certificates.router,
    parent_giving.router,
    parent_lists.router,
    parent_moving.router,
    parent_contracts.router,
    parent_complaints.router,
    parent_feedback.router,
    parent_openings.router,
    parent_turns.router,
    parent_departures.router,
    provider_certificates.router,
    provider_lists.router,
    provider_contracts.router,
    provider_complaints.router,
    provider_feedback.router,
    staff_campaigns.router,
    staff_orders.router,
    staff_catalogue.router,
    staff_certificates.router,
    staff_holding.router,
    staff_lists.router,
    staff_complaints.router,
    staff_indicators.router,
    staff_openings.router,
    staff_plan.router,
    staff_synonyms.router,
    staff_turns.router,
    staff_departures.router,
    card.router,
    wishes.router,
    sharing.router,
    inline.router,
    filters.router,
    nearby.router,
    parent_programs.router,
    fallback.router,
)

DIALOGUE_BUTTONS = {
    "Answering": ("cqsay",),
    "Announcing": ("opnew", "opsay"),
    "Composing": ("cmnew", "cmsay", "cmbtn"),
    "Explaining": ("clsay",),
    "Filling": ("famask", "fampick", "famgo", "famnew", "famyes"),
    "Marking": ("planask", "plando"),
    "Noting": ("certnote",),
    "Ordering": ("ordch", "ordfile", "ordkeep", "ordnew", "orddr"),
    "Pairing": ("synadd",),
    "Seeking": ("prgnear", "prgat", "prgkm", "prgloc"),
    "Signing": ("ctcode", "cttext", "cthelp", "ctread"),
    "Writing": ("cpstep", "cpkind", "cpsay"),
}
"""Buttons inside a dialogue, by its states. Any other press leaves it: the next typed text is no answer any more."""
