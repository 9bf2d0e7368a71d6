"""Buttons of children, consents and forms. No other room's buttons here: other rooms import these."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.keyboards import back, home
from handlers.common.screen import Row, button
from handlers.common.words import _


class Children(CallbackData, prefix="famkids"):
    """Own children."""

    page: int = 0


class AddChild(CallbackData, prefix="famadd"):
    """Add a child; the last screen leads on to this group, if there is one."""

    group_id: int = 0


class Proceed(CallbackData, prefix="famgo"):
    """On to whatever is next: a consent, a question, or the result."""

    group_id: int = 0


class ReadGround(CallbackData, prefix="famlaw"):
    """By what right the data are asked; the last screen leads on to this group, if there is one."""

    group_id: int = 0


class Afresh(CallbackData, prefix="famnew"):
    """Forget the half-filled form and begin again."""

    group_id: int = 0


class Agree(CallbackData, prefix="famyes"):
    """Consent to one purpose; ``seen`` is the beginning of the digest of the text on the screen."""

    purpose: str
    seen: str
    group_id: int = 0


class NotNow(CallbackData, prefix="famno"):
    """No consent to this purpose."""

    purpose: str
    group_id: int = 0


class Ask(CallbackData, prefix="famask"):
    """Show this question of this form."""

    form: str
    field: str
    group_id: int = 0


class Pick(CallbackData, prefix="fampick"):
    """Answer a question by a button: the choice's number from 0."""

    form: str
    field: str
    number: int
    group_id: int = 0


class Pause(CallbackData, prefix="famwait"):
    """Leave the form at this question; the answers are kept."""

    form: str
    field: str
    group_id: int = 0


class Sheets(CallbackData, prefix="famsheets"):
    """The forms beside the main job's two: the parent's and the children, or those of one child."""

    child_id: int = 0
    page: int = 0


class FillSheet(CallbackData, prefix="famsheet"):
    """Fill this form: its code, with the child's number if it is a child's."""

    key: str


class WithdrawConsent(CallbackData, prefix="famback"):
    """Withdraw a consent; without a purpose, the question which one."""

    purpose: str = ""


def warning(group_id: int) -> tuple[Row, ...]:
    """Under the warning of the trial."""
    return ([button(_("Go on with made-up data"), ReadGround(group_id=group_id))], home())


def ground(group_id: int, *, is_trial: bool) -> tuple[Row, ...]:
    """Under the words by what right the data are asked: nothing is agreed to here."""
    rows: list[Row] = [[button(_("To the questions →"), Proceed(group_id=group_id))]] if is_trial else []
    return (*rows, [back(Children())[0], *home()])


def consent(purpose: str, seen: str, group_id: int) -> tuple[Row, ...]:
    """Under the text of a consent: two buttons of the same weight."""
    agree = button(_("I agree"), Agree(purpose=purpose, seen=seen, group_id=group_id))
    return ([agree, button(_("Not now"), NotNow(purpose=purpose, group_id=group_id))], home())


def resume(group_id: int) -> tuple[Row, ...]:
    """Under the offer to go on with a half-filled form."""
    go = button(_("▶ Continue"), Proceed(group_id=group_id))
    return ([go, button(_("Start over"), Afresh(group_id=group_id))], home())


def paused(at: Pause) -> tuple[Row, ...]:
    """Under the words that the answers are kept."""
    go = button(_("▶ Continue"), Ask(form=at.form, field=at.field, group_id=at.group_id))
    return ([go, button(_("Start over"), Afresh(group_id=at.group_id))], home())


def withdraw() -> tuple[Row, ...]:
    """The question before a consent is withdrawn."""
    return ([button(_("Withdraw consent"), WithdrawConsent(purpose="health"))], back(Children()))
