"""Words of the doorway."""

from collections.abc import Sequence

from handlers.common.formats import safe
from handlers.common.words import _, _n, pick
from services.core.actor import Post, Role
from services.notices.rules import NEWS, SEATS, SURVEYS
from services.territories.queries import TerritoryView


def short(territory: TerritoryView) -> str:
    """The territory's short name for buttons and running text."""
    return pick(territory.short_ru, territory.short_en)


def hello() -> str:
    """Who speaks; said once, at the door."""
    return _(
        "Hello. This is “Kruzhok”: I help you find a club for a child, get a social certificate for it "
        "and sign the contract.",
    )


def menu(territory: TerritoryView | None, *, takes_applications: bool) -> str:
    """Where the person is and what they can do at once."""
    lines = []
    if territory is not None:
        lines.append(_("Your territory: <b>{name}</b>.").format(name=safe(short(territory))))
        if territory.is_project:
            lines.append(_("The territory's act is still a draft: the rules may change."))
    lines.append(
        _(
            "You can look around without registering. Write what you are looking for, "
            "for example: “drawing for 7 years”.",
        ),
    )
    if not takes_applications:
        lines.append(no_forms())
    return "\n\n".join(lines)


def no_forms() -> str:
    """Why this desk shows the catalogue only."""
    return _(
        "Applications are not taken in this chat: the municipality has not opened its protected pages yet. "
        "To apply, please come to the education office.",
    )


def ask_territory() -> str:
    return _("Where will the child go to the club? Choose the territory, or let me find it by your location.")


def ask_location() -> str:
    return _("Press the button below: your location is used once to find the territory and is not stored.")


def far_away() -> str:
    return _("I know no territory within 300 km of that place. Please choose one from the list.")


def territory_gone() -> str:
    return _("I don't know that territory. Here are those that I serve.")


def territory_chosen(territory: TerritoryView) -> str:
    return _("Done: the territory is now {name}.").format(name=safe(short(territory)))


def same_place() -> str:
    return _("For your safety the page was open for a limited time. This button opens it anew, at the same place.")


def link_broken() -> str:
    """A deep link that was cut or mistyped."""
    return _("The link has come incomplete. Open it again from where you got it, or start from the menu.")


def post_given(post: Post, territory: TerritoryView) -> str:
    """A one-time invitation was accepted."""
    names = {
        Role.CLERK: _("clerk of the authorised body"),
        Role.CHIEF: _("head of the authorised body"),
        Role.ADMIN: _("administrator"),
        Role.PROVIDER: _("provider's employee"),
    }
    return _("Welcome. You are now {post}, {territory}. New cases will be written about here at once.").format(
        post=names[post.role],
        territory=safe(short(territory)),
    )


def ask_language() -> str:
    return _("Which language shall I speak?")


def help_page(territory: TerritoryView | None) -> str:
    """What the desk does, and the commands that work at any moment."""
    lines = [
        _("Write in your own words what you are looking for, or press “Find a club”."),
        _(
            "How it goes: you apply → the specialist decides within the term → the club confirms the contract → "
            "you sign it with a one-time code → the certificate starts to work. At each step I write what is next "
            "and by when.",
        ),
        _commands(),
        _("Please don't write personal data in the chat unless I ask for it on a form."),
    ]
    if territory is not None and territory.authority is not None:
        lines.append(_("Your office: {authority}.").format(authority=safe(territory.authority)))
    return "\n\n".join(lines)


def _commands() -> str:
    return _(
        "These commands work at any moment:\n/start — menu\n/mine — my cases\n/stop — which messages I send\n"
        "/language — language\n/cancel — leave a form, answers are kept",
    )


def unknown_command() -> str:
    """A command that is mistyped or belongs to another bot."""
    return "\n\n".join([_("I don't know that command, so nothing was done."), _commands()])


def messages_wanted() -> str:
    """What /stop can switch, and what it cannot."""
    return _(
        "<b>Which messages I send</b>\n\n"
        "Switch surveys, news and free seats on or off with the buttons below. At night I send none of them.\n\n"
        "I always write about your own cases: decisions, contracts, terms.",
    )


def topic_switch(topic: str, *, on: bool) -> str:
    """The button of one topic: what is now, a press turns it round."""
    return {
        (SURVEYS, True): _("🔔 Surveys: on"),
        (SURVEYS, False): _("🔕 Surveys: off"),
        (NEWS, True): _("🔔 News: on"),
        (NEWS, False): _("🔕 News: off"),
        (SEATS, True): _("🔔 Free seats: on"),
        (SEATS, False): _("🔕 Free seats: off"),
    }[topic, on]


def cancelled() -> str:
    return _("Left. What you have typed is kept: you can go on at any time.")


def nothing_to_cancel() -> str:
    return _("There is nothing to leave right now.")


def only_text() -> str:
    """A sticker, a voice message, a photo out of place."""
    return _(
        "I can't read this kind of message and have not kept it. Please write in words what you are looking for, "
        "or press a button.",
    )


def old_button() -> str:
    """A press that no room knows any more."""
    return _("This button is from an earlier time and no longer works. Your cases are safe; here is the menu.")


def repeated(numbers: Sequence[int]) -> str:
    """An update that came twice after a restart; ``numbers`` of the newest applications: it may have made one."""
    done = _("I have already done that step. Here is where things stand now.")
    if not numbers:
        return done
    told = ", ".join(_("No. {number}").format(number=number) for number in numbers)
    newest = _n("Your application: {told}.", "Your newest applications: {told}.", len(numbers)).format(told=told)
    return f"{done}\n\n{newest}"
