"""What keeps a row from its target, in words: on the page, in the chat, in the papers."""

from collections.abc import Callable
from contextvars import copy_context

from handlers.common import words
from handlers.common.words import _, _n
from services.indicators.queries import IndicatorFact
from services.indicators.rules import Missing

_COUNTED: dict[Missing, Callable[[int], str]] = {
    Missing.SUPPORT: lambda count: _n(
        "{count} organisation had no support in the year.", "{count} organisations had no support in the year.", count
    ),
    Missing.PUBLIC: lambda count: _n(
        "{count} provider of the year is a public institution.",
        "{count} providers of the year are public institutions.",
        count,
    ),
    Missing.PLAN: lambda count: _n(
        "{count} row of the plan is not marked as done.", "{count} rows of the plan are not marked as done.", count
    ),
    Missing.POTENTIAL: lambda count: _n(
        "The factor analysis does not rate {count} provider high.",
        "The factor analysis does not rate {count} providers high.",
        count,
    ),
    Missing.CHECK: lambda count: _n(
        "{count} organisation has closed no check of its own.",
        "{count} organisations have closed no check of their own.",
        count,
    ),
    Missing.MEASURES: lambda count: _n(
        "{count} measure of the checks is not met.", "{count} measures of the checks are not met.", count
    ),
    Missing.SURVEY: lambda count: _n(
        "{count} organisation has no closed survey.", "{count} organisations have no closed survey.", count
    ),
    Missing.UNSATISFIED: lambda count: _n(
        "{count} answer is not among the satisfied ones.", "{count} answers are not among the satisfied ones.", count
    ),
    Missing.CAMPAIGNS: lambda count: _n("{count} campaign is missing.", "{count} campaigns are missing.", count),
    Missing.NPOS: lambda count: _n(
        "{count} non-profit organisation with a contract is missing.",
        "{count} non-profit organisations with a contract are missing.",
        count,
    ),
    Missing.PROVIDERS: lambda count: _n(
        "{count} provider with a contract is missing.", "{count} providers with a contract are missing.", count
    ),
    Missing.APART: lambda count: _n(
        "{count} non-municipal provider with a contract is missing.",
        "{count} non-municipal providers with a contract are missing.",
        count,
    ),
    Missing.CHILDREN: lambda count: _n(
        "{count} child with a contract is missing.", "{count} children with a contract are missing.", count
    ),
}


def holds(fact: IndicatorFact) -> list[str]:
    """What is missing, a sentence each; the reason why there is no fact at all is told apart."""
    return [_sentence(hold.missing, hold.count or 0) for hold in fact.holds]


def holds_in_russian(fact: IndicatorFact) -> list[str]:
    """The same for the papers in the form of the act's annex, whoever asks for them."""

    def told() -> list[str]:
        words.use("ru")
        return holds(fact)

    return copy_context().run(told)


def _sentence(missing: Missing, count: int) -> str:
    if missing is Missing.TARGET_PENDING:
        return _("The target waits for the factor analysis: no confirmed one is entered.")
    if missing is Missing.TARGET_BLANK:
        return _("The act names no target.")
    return _COUNTED[missing](count).format(count=count)
