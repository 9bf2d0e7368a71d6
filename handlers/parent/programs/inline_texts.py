"""What a program looks like in anybody's chat: public facts that stay true, and none of the person who sent it."""

from handlers.common import ages, formats
from handlers.common.formats import safe
from handlers.common.words import _
from handlers.parent.programs import card_texts, texts
from handlers.parent.programs.texts import cut
from services.programs.queries import GroupView
from services.providers.queries import ProviderView

TITLE = 90
DESCRIPTION = 140


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
    who = _("{ages}, {level}, {form}").format(
        ages=ages.span(view.from_months, view.below_months), level=texts.level(view.level), form=texts.form(view.form)
    )
    lines = [who]
    if view.lessons:
        lines.append(f"🗓 {card_texts.week(view.lessons)}")
    if view.address:
        lines.append(_("📍 {address}").format(address=safe(cut(view.address, 80))))
    if view.is_dated:
        days = {"first": formats.day(view.starts_on), "last": formats.day(view.ends_on)}
        lines.append(_("From {first} to {last}").format(**days))
    lines.append(card_texts.cost(view))
    if view.is_adapted or view.ovz:
        lines.append(card_texts.adapted(view.ovz, card_texts.MANY_KINDS))
    if owner is not None:
        lines.append(card_texts.run_by(owner, 90))
    parts = [f"<b>{safe(cut(view.title, TITLE))}</b>\n{texts.focus(view.focus)}"]
    if view.summary:
        parts.append(safe(cut(view.summary, 200)))
    return "\n\n".join([*parts, "\n".join(lines), _("Free seats and the application are behind the button.")])
