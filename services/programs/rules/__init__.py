"""Figures of a group (price, first lesson), and what a typed search means."""

from services.programs.rules.lessons import LessonView, first_lesson, nominal
from services.programs.rules.understanding import LONGEST_QUERY, MOST_WORDS, Understood, less, understand
from services.programs.rules.words import normal_forms, search_text

__all__ = [
    "LONGEST_QUERY",
    "MOST_WORDS",
    "LessonView",
    "Understood",
    "first_lesson",
    "less",
    "nominal",
    "normal_forms",
    "search_text",
    "understand",
]
