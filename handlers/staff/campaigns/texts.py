"""Words of the messages to everyone."""

import html
import re

from handlers.common import formats
from handlers.common.words import _, _n, pick
from handlers.parent.programs import texts as catalogue
from services.campaigns import rules
from services.campaigns.models import CampaignStatus
from services.campaigns.queries import CampaignView, Count, Shelf
from services.campaigns.rules import MAIN_LANGUAGE, Audience, FileKind, Goal, Holding, Recipients
from services.programs.models import Focus
from services.territories.queries import TerritoryView

SHORT = 24
SHOWN = 120


def plain(markup: str, most: int) -> str:
    """The beginning of a text without its markup, safe to show."""
    words = " ".join(html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", markup)).split())
    return formats.safe(words if len(words) <= most else f"{words[: most - 1].rstrip()}…")


def _beginning(found: CampaignView, most: int) -> str:
    return plain(found.texts.get(MAIN_LANGUAGE) or next(iter(found.texts.values()), ""), most)


def beginning(found: CampaignView) -> str:
    """The first words in quotes."""
    return f"“{_beginning(found, SHOWN)}”"


def status(value: CampaignStatus) -> str:
    """How a message stands, in a word or two."""
    return {
        CampaignStatus.DRAFT: _("draft"),
        CampaignStatus.WAITING_APPROVAL: _("waits for approval"),
        CampaignStatus.APPROVED: _("approved, not sent yet"),
        CampaignStatus.SENDING: _("is being sent"),
        CampaignStatus.PAUSED: _("paused"),
        CampaignStatus.STOPPED: _("stopped"),
        CampaignStatus.DONE: _("sent"),
    }[value]


def _sign(value: CampaignStatus) -> str:
    return {
        CampaignStatus.DRAFT: "✏️",
        CampaignStatus.WAITING_APPROVAL: "🙋",
        CampaignStatus.APPROVED: "👍",
        CampaignStatus.SENDING: "📤",
        CampaignStatus.PAUSED: "⏸",
        CampaignStatus.STOPPED: "⏹",
        CampaignStatus.DONE: "✅",
    }[value]


def line(found: CampaignView) -> str:
    """A message as a button of the list."""
    return f"{_sign(found.status)} {found.id}. {html.unescape(_beginning(found, SHORT))}".rstrip()


def shelf(found: Shelf) -> str:
    """The head of the list."""
    if not found.items:
        return _(
            "Here you write to all parents or clubs of the territory at once. You see how many will get it, try it on "
            "yourself, and a colleague approves a large one before it goes.",
        )
    items = "\n".join(
        _("No. {number}: {status}").format(number=one.id, status=status(one.status)) for one in found.items
    )
    return "\n\n".join([_("Messages to all, the newest first. A draft is seen by its author alone."), items])


def ask_new(territory: TerritoryView) -> str:
    """The first question of a new message."""
    return "\n\n".join(
        [
            _("A new message to the people of the territory: <b>{name}</b>.").format(
                name=formats.safe(pick(territory.short_ru, territory.short_en))
            ),
            _("Write its Russian text here. Bold, links and the like are kept as you send them."),
            _file_hint(),
        ],
    )


def _file_hint() -> str:
    return _(
        "One picture or one file may go with it: send it with the text as its caption. Nothing is sent to anybody yet.",
    )


def ask_text(language: str) -> str:
    """Ask for a text of a draft that is there."""
    if language == MAIN_LANGUAGE:
        return "\n\n".join([_("Write the Russian text. It takes the place of the one before."), _file_hint()])
    return _(
        "Write the English text: people who chose English will read it. Without one they get the Russian text.",
    )


def ask_button() -> str:
    """How a button is typed."""
    return _(
        "Write the button in one line: its words, a dash, and where it leads.\n\n"
        "<code>Details — https://example.org/page</code>\n"
        "<code>Find a club — find</code> opens the search here.\n"
        "<code>Robotics — program 12</code> opens a program by its number.",
    )


def not_words(*, for_button: bool) -> str:
    """A sticker or a voice message instead of words."""
    if for_button:
        return _("A button is written in words: “Details — https://…”. Please write it, or go back.")
    return _("That kind of message cannot be sent to everyone. Please send a text, one picture or one file.")


def say(language: str, *, is_there: bool) -> str:
    """The button that writes a language's text."""
    if language == MAIN_LANGUAGE:
        return _("✏️ Russian text")
    return _("✏️ English text") if is_there else _("➕ English text")


def draft(found: CampaignView, territory: TerritoryView) -> str:
    """What a draft holds so far."""
    head = _("<b>Message No. {number}</b>, {name}: {status}.").format(
        number=found.id,
        name=formats.safe(pick(territory.short_ru, territory.short_en)),
        status=status(found.status),
    )
    return "\n\n".join([head, _message(found)])


def _message(found: CampaignView) -> str:
    lines = []
    if MAIN_LANGUAGE in found.texts:
        lines.append(
            _("Russian: “{text}” ({count})").format(
                text=plain(found.texts[MAIN_LANGUAGE], SHOWN), count=_characters(found.texts[MAIN_LANGUAGE])
            )
        )
    else:
        lines.append(_("⚠️ There is no Russian text yet. It is needed: who has no other reads this one."))
    if "en" in found.texts:
        text = found.texts["en"]
        lines.append(_("English: “{text}” ({count})").format(text=plain(text, SHOWN), count=_characters(text)))
    else:
        lines.append(_("⚠️ No English text: those who chose English will get the Russian one."))
    if found.attachment is not None:
        is_picture = found.attachment.kind is FileKind.PHOTO
        lines.append(_("With a picture.") if is_picture else _("With a file."))
    lines += [_("Button: {label}").format(label=_goal(button)) for button in found.buttons]
    return "\n".join(lines)


def _goal(button: rules.LinkButton) -> str:
    label = formats.safe(button.label)
    if button.to is Goal.LINK:
        return f"{label} → {plain(button.target, 60)}"
    goal = _("search here") if button.to is Goal.FIND else _("a program here")
    return f"{label} → {goal}"


def _characters(markup: str) -> str:
    size = rules.length(markup)
    return _n("{count} character", "{count} characters", size).format(count=size)


def recipients(value: Recipients) -> str:
    return {Recipients.PARENTS: _("Parents"), Recipients.PROVIDERS: _("Clubs")}[value]


def holding(value: Holding) -> str:
    return {
        Holding.ANY: _("All"),
        Holding.WITH: _("With a certificate"),
        Holding.WITHOUT: _("Without a certificate"),
    }[value]


def focus(code: str | None) -> str:
    """A field of the catalogue, or all of them."""
    return _("any") if code is None else catalogue.focus(Focus(code))


def next_focus(code: str | None) -> str | None:
    """The field after this one, round and round."""
    turn: list[str | None] = [None, *(one.value for one in Focus)]
    return turn[(turn.index(code) + 1) % len(turn)] if code in turn else None


def aim(value: Audience) -> str:
    """An audience in words."""
    parts = [recipients(value.recipients)]
    if value.recipients is Recipients.PARENTS and value.certificate is not Holding.ANY:
        parts.append(holding(value.certificate))
    if value.focus is not None:
        parts.append(focus(value.focus))
    return ", ".join(part if at == 0 else part[:1].lower() + part[1:] for at, part in enumerate(parts))


def audience(found: CampaignView, territory: TerritoryView, counted: Count) -> str:
    """Who is meant and how many that is."""
    lines = [
        _("<b>To whom</b>: message No. {number}, {name}.").format(
            number=found.id, name=formats.safe(pick(territory.short_ru, territory.short_en))
        ),
        count(found.audience, counted),
    ]
    if rules.needs_approval(counted.reached):
        lines.append(above())
    return "\n\n".join(lines)


def above() -> str:
    """When a second person is needed."""
    return _n(
        "That is more than {count} person, so a colleague must approve it first.",
        "That is more than {count} people, so a colleague must approve it first.",
        rules.APPROVAL_ABOVE,
    ).format(count=rules.APPROVAL_ABOVE)


def count(meant: Audience, counted: Count) -> str:
    """The live count; those who will not get it stand apart."""
    lines = [
        _n(
            "{audience}: <b>{count} person</b> will get it.",
            "{audience}: <b>{count} people</b> will get it.",
            counted.reached,
        ).format(audience=aim(meant), count=counted.reached),
    ]
    apart = [
        (counted.opted_out, _("asked for no news: {count}")),
        (counted.unreachable, _("blocked the bot: {count}")),
        (counted.no_chat, _("have no chat here: {count}")),
    ]
    told = [words.format(count=number) for number, words in apart if number]
    if told:
        lines.append(_("Not counted: {reasons}.").format(reasons=", ".join(told)))
    return "\n".join(lines)
