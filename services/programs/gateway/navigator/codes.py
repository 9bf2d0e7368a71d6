"""The package's dictionaries, and what its codes are in our words."""

from enum import StrEnum

from services.programs.models import Focus, Level


class Dictionary(StrEnum):
    """A list of codes, named as the package names it."""

    PARTNER_TYPES = "PartnerTypes"
    DEPARTMENTS = "Departments"
    LEVELS = "ProgramLevels"
    REGISTRIES = "ProgramRegistries"
    OVZ_TYPES = "OvzTypes"
    PROGRAM_TYPES = "ProgramTypes"
    STATES = "ProgramStates"
    FOCUSES = "ProgramFocuses"
    SOURCES = "FinancialSources"
    WEEK_DAYS = "weekDays"
    """No dictionary of the package: seven codes that are fixed."""
    FORMS = "form"
    """Not in the package at all: only tables tell the form of study."""


Missing = tuple[Dictionary, str]
"""A code that the built-in list lacks; the package's own dictionary may still declare it."""

FOCUSES: dict[str, Focus] = {
    "socialno-pedagogicheskoe": Focus.SOCIAL,
    "estestvennonauchnoe": Focus.SCIENCE,
    "hudozhestvennoe": Focus.ART,
    "fizkulturno-sportivnoe": Focus.SPORT,
    "turistsko-kraevedcheskoe": Focus.TOURISM,
    "tekhnicheskoe": Focus.TECH,
}
LEVELS: dict[str, Level] = {"initial": Level.START, "basic": Level.BASIC, "advanced": Level.ADVANCED}
WEEK: dict[str, int] = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}

CODES: dict[Dictionary, frozenset[str]] = {
    Dictionary.PARTNER_TYPES: frozenset(
        {"none", "additional", "preschool", "general", "professional", "high"}
        | {"additional_professional", "atypical", "sport"},
    ),
    Dictionary.DEPARTMENTS: frozenset({"educations", "socials", "cultures", "sports", "politics", "others", "none"}),
    Dictionary.LEVELS: frozenset(LEVELS),
    Dictionary.REGISTRIES: frozenset({"preprof", "valued", "other", "certified", "paid"}),
    Dictionary.OVZ_TYPES: frozenset(
        {"deafness", "hearing_impairment", "blindness", "visual_impairment", "speech_impairment"}
        | {"mental_impairment", "authism", "intellectual_disability"},
    ),
    Dictionary.PROGRAM_TYPES: frozenset({"general", "preprof", "sport"}),
    Dictionary.STATES: frozenset({"initial", "moderating", "wait_for_editing", "published", "archive"}),
    Dictionary.FOCUSES: frozenset(FOCUSES),
    Dictionary.SOURCES: frozenset({"none", "budget", "paid", "pfdod_certificate", "private"}),
    Dictionary.WEEK_DAYS: frozenset(WEEK),
    Dictionary.FORMS: frozenset({"full_time", "mixed", "extramural"}),
}
"""Seen in public code of the package; a package may declare more."""

FIXED = frozenset({Dictionary.WEEK_DAYS, Dictionary.FORMS})
"""Lists that no package can lengthen."""
