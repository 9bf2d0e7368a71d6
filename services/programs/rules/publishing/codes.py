"""The act's service of a program: by its focus, the form of study and the category of children."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.programs.models import Focus, StudyForm
from services.territories.rules import Service

_FOCUSES = {
    "техн": Focus.TECH,
    "естеств": Focus.SCIENCE,
    "физкульт": Focus.SPORT,
    "спорт": Focus.SPORT,
    "худож": Focus.ART,
    "турист": Focus.TOURISM,
    "краевед": Focus.TOURISM,
    "социал": Focus.SOCIAL,
}
"""«Социально-педагогическая» of older acts is «социально-гуманитарная» of the order on additional programs."""
_FORMS = {"очно-заоч": StudyForm.MIXED, "заоч": StudyForm.EXTRAMURAL, "очн": StudyForm.FULL_TIME}
_NO_FOCUS = "без указания"
_REMOTE = "дистанц"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the act. None suits all; ``is_adapted`` is True where it is only for children with special needs."""

    code: str
    focus: Focus | None
    form: StudyForm | None
    is_adapted: bool | None
    is_remote: bool
    is_plain: bool
    """Says that it is of no focus, not only nothing of the focus."""


class ServiceList:
    """The services of an act."""

    def __init__(self, services: Iterable[Service]) -> None:
        self._rows = [row for row in map(_read, services) if row is not None]

    def __bool__(self) -> bool:
        """Whether the act lists any."""
        return bool(self._rows)

    def code(self, focus: Focus, form: StudyForm, *, is_adapted: bool) -> str | None:
        """The code of the row that says most of such a program; None if none suits.

        Of rows with and without distance learning, of which a program tells nothing, the one without comes first.
        """
        suiting = [
            row
            for row in self._rows
            if row.focus in (focus, None) and row.form in (form, None) and row.is_adapted in (is_adapted, None)
        ]
        return max(suiting, key=_rank).code if suiting else None


def _rank(row: _Row) -> tuple[bool, bool, bool, bool, bool]:
    told = (row.focus is not None, row.is_adapted is not None, row.form is not None)
    return *told, not row.is_remote, not row.is_plain


def _read(service: Service) -> _Row | None:
    """A row of the act; None for one whose focus or form this desk does not know."""
    focus, form = (service.focus or "").lower(), (service.form or "").lower()
    is_plain = _NO_FOCUS in focus
    known_focus = next((known for stem, known in _FOCUSES.items() if stem in focus), None)
    known_form = next((known for stem, known in _FORMS.items() if stem in form), None)
    if (focus and not is_plain and known_focus is None) or (form and known_form is None):
        return None
    return _Row(
        code=service.code,
        focus=None if is_plain else known_focus,
        form=known_form,
        is_adapted=_is_adapted(f"{service.consumer_category or ''} {service.name or ''}".lower()),
        is_remote=_REMOTE in form,
        is_plain=is_plain,
    )


def _is_adapted(words: str) -> bool | None:
    special = any(stem in words for stem in ("адаптирован", "овз", "ограниченными возможностями", "инвалид"))
    if not special:
        return None
    return not any(mark in words for mark in ("за исключением", "кроме"))
