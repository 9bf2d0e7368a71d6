"""Which rows of the table a person looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.web.staff.annex_words import sources, states
from services.indicators.queries import IndicatorFact


@dataclass(frozen=True, slots=True)
class Sift:
    """What was chosen; empty words and goal 0 choose all. ``goals`` are those of the act, ``whole`` counts its rows."""

    goal: int
    source: str
    state: str
    goals: tuple[int, ...]
    facts: tuple[IndicatorFact, ...]
    whole: int

    @property
    def count(self) -> int:
        """Rows that are shown."""
        return len(self.facts)


def sift(facts: Sequence[IndicatorFact], query: Mapping[str, str]) -> Sift:
    """The rows that a query asks for; what it asks in words nobody knows is left out."""
    goals = tuple(dict.fromkeys(fact.goal_no for fact in facts))
    goal = next((one for one in goals if str(one) == query.get("goal")), 0)
    source = query.get("source", "")
    state = query.get("state", "")
    source, state = source if source in sources() else "", state if state in states() else ""
    shown = tuple(
        fact
        for fact in facts
        if goal in {0, fact.goal_no} and source in {"", fact.source} and (not state or _stands(fact, state))
    )
    return Sift(goal, source, state, goals, shown, len(facts))


def _stands(fact: IndicatorFact, state: str) -> bool:
    match state:
        case "fact":
            return fact.fact is not None
        case "asked":
            return fact.reason == "by_hand"
        case _:
            return bool(fact.holds) or fact.reason is not None
