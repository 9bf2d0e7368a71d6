"""Buttons of questions and complaints. No other room's buttons here: other rooms import these."""

from aiogram.filters.callback_data import CallbackData


class Letters(CallbackData, prefix="cplist"):
    """Own questions and complaints."""

    page: int = 0


class Letter(CallbackData, prefix="cpone"):
    """One of them, at a message (-1: the last) and a piece of it."""

    complaint_id: int
    page: int = -1
    piece: int = 0


class Write(CallbackData, prefix="cpnew"):
    """Choose in plain words what it is; about a case, if it comes from one."""

    application_id: int = 0


class WriteKind(CallbackData, prefix="cpkind"):
    """It is this, to the body or the club; of a refusal already with its subject and case."""

    kind: str
    to_club: bool = False
    subject: str = ""
    application_id: int = 0


class WriteStep(CallbackData, prefix="cpstep"):
    """One step: ``subject`` and ``case`` choose, ``go`` goes on, ``redo`` writes the text anew, ``back`` goes back."""

    step: str
    subject: str = ""
    application_id: int = 0


class WriteCases(CallbackData, prefix="cpcases"):
    """A page of the cases that it may be about."""

    page: int = 0


class WriteSend(CallbackData, prefix="cpsend"):
    """Send what was written."""


class WriteDrop(CallbackData, prefix="cpdrop"):
    """Forget what was begun; asked once."""

    sure: bool = False


class Reply(CallbackData, prefix="cpsay"):
    """Write in a thread: ``deed`` is ``say``, ``share`` (the club takes part) or ``dispute``."""

    complaint_id: int
    deed: str = "say"


class Settled(CallbackData, prefix="cpok"):
    """The answer settles the matter."""

    complaint_id: int


class Dispute(CallbackData, prefix="cpno"):
    """It does not, without more words."""

    complaint_id: int


class TakeBack(CallbackData, prefix="cpwd"):
    """Withdraw it; asked once."""

    complaint_id: int
    sure: bool = False
