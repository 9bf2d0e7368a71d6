"""Surveys as their owner sees them, and what was counted."""

from services.feedback.queries.due import Due
from services.feedback.queries.results import (
    PUBLISHED,
    Satisfaction,
    asked_before,
    closed_surveys,
    published,
    satisfaction,
)
from services.feedback.queries.rollups import By, Heard, Month, Row, Total, heard, months, rollup, total
from services.feedback.queries.surveys import SurveyView, asked_with, known_of, open_surveys, own_survey

__all__ = [
    "PUBLISHED",
    "By",
    "Due",
    "Heard",
    "Month",
    "Row",
    "Satisfaction",
    "SurveyView",
    "Total",
    "asked_before",
    "asked_with",
    "closed_surveys",
    "heard",
    "known_of",
    "months",
    "open_surveys",
    "own_survey",
    "published",
    "rollup",
    "satisfaction",
    "total",
]
