"""The pure part of the room: what a pack is, how it is read and shown. No database, no clock, no network."""

from services.territories.rules.choosing import act_codes, acting_authority, distance_km, nearness_km
from services.territories.rules.exporting import export
from services.territories.rules.parsing import FORMULAS, normal_code, parse
from services.territories.rules.policy import MonthDay, NonPublicRule, Policy, SigningOrder
from services.territories.rules.shapes import (
    Act,
    ActStatus,
    IndicatorRow,
    IndicatorType,
    Level,
    Local,
    MeetingRules,
    Member,
    Pack,
    Place,
    PlanRow,
    PublicationDeadline,
    Service,
    WorkingGroup,
)

__all__ = [
    "FORMULAS",
    "Act",
    "ActStatus",
    "IndicatorRow",
    "IndicatorType",
    "Level",
    "Local",
    "MeetingRules",
    "Member",
    "MonthDay",
    "NonPublicRule",
    "Pack",
    "Place",
    "PlanRow",
    "Policy",
    "PublicationDeadline",
    "Service",
    "SigningOrder",
    "WorkingGroup",
    "act_codes",
    "acting_authority",
    "distance_km",
    "export",
    "nearness_km",
    "normal_code",
    "parse",
]
