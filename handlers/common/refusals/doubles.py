"""Words for what stands in the way of two records that are one child."""

from handlers.common.refusals.base import Words
from handlers.common.words import _
from services.doubles.errors import InTheWay, SecondWordNeeded, TooLateToTakeBack


def _in_the_way(error: InTheWay) -> str:
    numbers = ", ".join(f"№ {number}" for number in error.numbers)
    if error.what == "applications":
        return _(
            "Both records have an application to the same program: {numbers}. Decide one of them, or ask a family to "
            "withdraw it; then join the records. Nothing was changed.",
        ).format(numbers=numbers)
    if error.what == "waiting":
        return _("Both records stand in one waiting list. Ask a family to leave one place; then join the records.")
    if error.what == "money":
        return _(
            "Both records have an account for the same year with money left. Take the second one's rest back by an "
            "adjustment of the order; then join the records. Nothing was changed.",
        )
    return _("Something new has come up in one of the records. Open the pair anew and compare again.")


def _second_word(_error: SecondWordNeeded) -> str:
    return _("You have said so already. Here a second person of the office says it too; then the records are one.")


def _too_late(_error: TooLateToTakeBack) -> str:
    return _("Thirty days are over: what the second record was is destroyed, and the joining cannot be taken back.")


WORDS: Words = {InTheWay: _in_the_way, SecondWordNeeded: _second_word, TooLateToTakeBack: _too_late}
