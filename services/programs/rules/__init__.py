"""Figures of a group (price, first lesson), and what a typed search means."""

from services.programs.rules.lessons import LessonView, Week, first_lesson, nominal, week_of
from services.programs.rules.understanding import LONGEST_QUERY, MOST_WORDS, Understood, less, understand
from services.programs.rules.words import normal_forms, search_text

__all__ = [
    "LONGEST_QUERY",
    "MOST_WORDS",
    "LessonView",
    "Understood",
    "Week",
    "first_lesson",
    "less",
    "nominal",
    "normal_forms",
    "search_text",
    "understand",
    "week_of",
]
