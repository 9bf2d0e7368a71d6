"""What a child is called on screens and in notices: the chat of a real desk knows no names."""

from handlers.common.formats import safe
from handlers.common.words import _
from services.families.queries import ChildView

LONGEST = 40


def called(view: ChildView, *, named: bool) -> str:
    """The first name in trial mode, else the nickname; plain text, not escaped."""
    return _cut(view.first_name) if named else unnamed(view.nickname, view.place)


def unnamed(nickname: str, place: int) -> str:
    """The nickname that the parent chose, or a neutral word."""
    return _cut(nickname) if nickname else _("Child {number}").format(number=place)


def headed(data: dict[str, object], text: str) -> str:
    """The text of a notice under the child whom it is about; delivery has put what the chat calls them there."""
    match data.get("called"):
        case (str(nickname), int(place)):
            return f"<b>{safe(unnamed(nickname, place))}</b>\n{text}"
        case _:
            return text


def called_of(data: dict[str, object], child_id: int) -> str:
    """What the chat calls one of the children of a notice; plain text."""
    match data.get("called_each"):
        case {**each} if child_id in each:
            match each[child_id]:
                case (str(nickname), int(place)):
                    return unnamed(nickname, place)
    return ""


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
