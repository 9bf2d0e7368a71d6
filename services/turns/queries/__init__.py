"""Reading turns: how one stands, what it would do, who has not answered, a family's own offers."""

from services.turns.queries.fates import rehearse
from services.turns.queries.offers import OwnOffer, own_offer, own_offers
from services.turns.queries.silent import Unanswered, unanswered, unanswered_of_clubs
from services.turns.queries.views import TurnView, figures, latest_turn, view_of

__all__ = [
    "OwnOffer",
    "TurnView",
    "Unanswered",
    "figures",
    "latest_turn",
    "own_offer",
    "own_offers",
    "rehearse",
    "unanswered",
    "unanswered_of_clubs",
    "view_of",
]
