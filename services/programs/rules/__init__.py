"""Figures of a group (price, first lesson), and what a typed search means."""

from services.programs.rules.lessons import LessonView, Week, first_lesson, lesson_days, nominal, week_of
from services.programs.rules.lexicon import Lexicon
from services.programs.rules.sentence import LONGEST_QUERY
from services.programs.rules.topics import MOST_WORDS
from services.programs.rules.wish import Wish, dump, less, load, parts, relaxations, understand, warm
from services.programs.rules.words import normal_forms, search_text

__all__ = [
    "LONGEST_QUERY",
    "MOST_WORDS",
    "LessonView",
    "Lexicon",
    "Week",
    "Wish",
    "dump",
    "first_lesson",
    "less",
    "lesson_days",
    "load",
    "nominal",
    "normal_forms",
    "parts",
    "relaxations",
    "search_text",
    "understand",
    "warm",
    "week_of",
]
