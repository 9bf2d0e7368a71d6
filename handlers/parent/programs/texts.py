"""Words of the catalogue."""

from handlers.common.words import _, _n
from services.programs.models import Focus, Level, StudyForm

LINE_TITLE = 30


def cut(text: str, most: int) -> str:
    """Foreign text of at most ``most`` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def focus(value: Focus) -> str:
    """Направленность, as the order on additional programs names it."""
    return {
        Focus.TECH: _("Technology"),
        Focus.SCIENCE: _("Natural sciences"),
        Focus.SPORT: _("Sports"),
        Focus.ART: _("Arts"),
        Focus.TOURISM: _("Tourism and local history"),
        Focus.SOCIAL: _("Society and humanities"),
    }[value]


def form(value: StudyForm) -> str:
    return {
        StudyForm.FULL_TIME: _("in person"),
        StudyForm.MIXED: _("partly at a distance"),
        StudyForm.EXTRAMURAL: _("at a distance"),
    }[value]


def level(value: Level) -> str:
    return {
        Level.START: _("starting level"),
        Level.BASIC: _("basic level"),
        Level.ADVANCED: _("advanced level"),
    }[value]


def find() -> str:
    return _(
        "What are you looking for? Write it in your own words, for example: “robotics for 8 years on Saturdays”. "
        "Or choose a field below.",
    )


def unread() -> str:
    """The typed text has no words: emoji, signs."""
    return _(
        "I see no words in that message. Write what you are looking for, for example: “drawing for 7 years”. "
        "Or choose a field below.",
    )


def lost() -> str:
    """The typed text of an old list is not kept any more."""
    return _(
        "I no longer remember what this list was looking for: it is from an earlier conversation. Please write it once "
        "more, or choose a field below. Your cases are in their place.",
    )


def conditions(many: int) -> str:
    """Above all conditions of a search."""
    if not many:
        return _("This search has no conditions: it shows everything.")
    return _("What I look for. A press takes a condition away; “↩” asks for it again.")


def order() -> str:
    """Above the orders of a list."""
    return _("In which order? The nearest first needs a place: I ask for it and don't keep it.")


def seats_left(free: int) -> str:
    if free <= 0:
        return _("no seats")
    return _n("{count} seat", "{count} seats", free).format(count=free)


def ages(age_from: int, age_to: int) -> str:
    """«7–10 years»."""
    span = str(age_from) if age_from == age_to else f"{age_from}–{age_to}"
    return _n("{span} year", "{span} years", age_to).format(span=span)
