"""Where a form goes on: what the chat and the pages draw."""

import dataclasses

from services.families.queries import ChildView
from services.forms import rules as forms


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """What comes next in a form. One of: a consent to ask, a question, or a result.

    ``consent`` is a purpose; ``form`` and ``field`` are a question, with the ``answers`` so far and the facts that
    decide what is asked; ``saved`` says that the form is full and kept; ``child`` is the child just added.
    """

    consent: str | None = None
    form: str = ""
    field: str = ""
    answers: forms.Answers = dataclasses.field(default_factory=dict)
    saved: bool = False
    child: ChildView | None = None
