"""Surveys as their owner sees them, and what was counted."""

from services.feedback.queries.due import Due
from services.feedback.queries.results import (
    PUBLISHED,
    By,
    Month,
    Row,
    Satisfaction,
    asked_before,
    closed_surveys,
    months,
    published,
    rollup,
    satisfaction,
)
from services.feedback.queries.surveys import SurveyView, asked_with, known_of, open_surveys, own_survey

__all__ = [
    "PUBLISHED",
    "By",
    "Due",
    "Month",
    "Row",
    "Satisfaction",
    "SurveyView",
    "asked_before",
    "asked_with",
    "closed_surveys",
    "known_of",
    "months",
    "open_surveys",
    "own_survey",
    "published",
    "rollup",
    "satisfaction",
]
