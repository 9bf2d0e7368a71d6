"""What a program looks like in anybody's chat: public facts that stay true, and none of the person who sent it."""

from handlers.common import ages
from handlers.common.words import _
from handlers.parent.programs import card_texts, texts
from handlers.parent.programs.texts import cut
from services.programs.queries import GroupView
from services.providers.queries import ProviderView

TITLE = 90
DESCRIPTION = 140
LONGEST_SUMMARY = 200


def description(view: GroupView) -> str:
    """The second line of a result: what helps to choose; plain text. Seats stand here, for the list is of now."""
    parts = (
        ages.span(view.from_months, view.below_months),
        card_texts.week(view.lessons, 1),
        texts.seats_left(view.free),
        cut(view.address, 60),
    )
    return cut(" · ".join(part for part in parts if part), DESCRIPTION)


def message(view: GroupView, owner: ProviderView | None) -> str:
    """The message that goes to a chat. No seats: it will be read tomorrow too."""
    lines = [card_texts.whom(view)]
    if view.lessons:
        lines.append(f"🗓 {card_texts.week(view.lessons)}")
    lines += [line for _rank, line in card_texts.where(view)]
    lines.append(card_texts.cost(view))
    if view.is_adapted or view.ovz:
        lines.append(card_texts.adapted(view.ovz, card_texts.MANY_KINDS))
    if owner is not None:
        lines.append(card_texts.run_by(owner, 90))
    parts = [card_texts.title(view), "\n".join(lines), _("Free seats and the application are behind the button.")]
    room = min(LONGEST_SUMMARY, card_texts.MOST - card_texts.length("\n\n".join(parts)))
    return "\n\n".join([parts[0], *card_texts.summary(view, room), *parts[1:]])
