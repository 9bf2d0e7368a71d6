"""Reading campaigns: the one door for other rooms and for the screens."""

from services.campaigns.queries.reading import (
    GOING,
    CampaignView,
    Count,
    Progress,
    Shelf,
    Watched,
    campaign,
    count,
    done_between,
    progress,
    progress_of,
    recipients,
    sayable,
    shelf,
    watched,
)
from services.campaigns.queries.standing import draft, going, said_before

__all__ = [
    "GOING",
    "CampaignView",
    "Count",
    "Progress",
    "Shelf",
    "Watched",
    "campaign",
    "count",
    "done_between",
    "draft",
    "going",
    "progress",
    "progress_of",
    "recipients",
    "said_before",
    "sayable",
    "shelf",
    "watched",
]
