"""Words of a letter that is being written: what is asked, what will be sent, what was sent."""

from handlers.common import formats
from handlers.common.formats import safe
from handlers.common.words import _, _n, pick
from handlers.parent.complaints.texts import PIECE, kind, subject
from services.complaints.actions import Receipt
from services.complaints.models import Kind, Side
from services.complaints.rules.roads import Road
from services.complaints.rules.writing import Draft


def choose_kind(*, has_draft: bool) -> str:
    """The question in plain words."""
    lines = [
        _("What is it? The answer decides who answers you and by when."),
        _(
            "A question is answered here. An appeal or a complaint is signed with your name and answered in writing; "
            "no complaint is passed to the one it is about."
        ),
    ]
    if has_draft:
        lines.insert(0, _("What you began to write is kept: you can go on with it."))
    return "\n\n".join(lines)


def choose_subject() -> str:
    """What the complaint on the service is about."""
    return _("What went wrong? Papers not taken and mistakes not corrected have a shorter term.")


def choose_case(draft: Draft) -> str:
    """Which case it is about."""
    if draft.kind is Kind.SERVICE:
        return _("Which application is it about?")
    return _("Which club is it about? Choose an application to it.")


def no_cases() -> str:
    """A club is named by an application to it."""
    return _(
        "A club is named here by your application to it, and there is none yet. You can write to the office instead: a "
        "question or an appeal."
    )


def term(road: Road, addressee: Side) -> str:
    """Who answers, in what term, on what ground."""
    whose = _("The club answers") if addressee is Side.CLUB else _("The office answers")
    return _("{who} within {term} ({act}).").format(who=whose, term=days(road), act=pick(road.act_ru, road.act_en))


def days(road: Road) -> str:
    """«15 working days»."""
    if road.is_working:
        return _n("{count} working day", "{count} working days", road.days).format(count=road.days)
    return _n("{count} day", "{count} days", road.days).format(count=road.days)


def ask_text(draft: Draft, road: Road, *, warn: bool) -> str:
    """What to write."""
    lines = [f"<b>{kind(draft.kind, draft.addressee).capitalize()}</b>", term(road, draft.addressee)]
    if draft.kind is Kind.QUESTION:
        lines.append(_("Write your question as one message. Without names, birth dates and telephones, please."))
    else:
        lines.append(_("Write as one message what happened, when, and what you ask for."))
    if warn:
        lines.append(_("This is a trial desk: what you write goes through the messenger."))
    return "\n\n".join(lines)


def preview(draft: Draft, road: Road) -> str:
    """What will be sent."""
    text = draft.text or ""
    shown = text if len(text) <= PIECE else f"{text[:PIECE].rstrip()}…"
    lines = [f"<b>{kind(draft.kind, draft.addressee).capitalize()}</b>", safe(shown), term(road, draft.addressee)]
    if draft.subject is not None and draft.kind is Kind.SERVICE:
        lines.insert(1, f"{subject(draft.subject)}.")
    if draft.application_id:
        lines.insert(1, _("About application No. {number}.").format(number=draft.application_id))
    return "\n\n".join(lines)


def on_page(draft: Draft, road: Road) -> str:
    """Why it is written on the page."""
    return "\n\n".join(
        [
            f"<b>{kind(draft.kind, draft.addressee).capitalize()}</b>",
            term(road, draft.addressee),
            _("It is signed with your name, so it is written on the protected page and not in the chat."),
        ]
    )


def not_here() -> str:
    """A desk that takes no personal data."""
    return _(
        "A complaint is signed with your name, and this desk takes no personal data. Hand it in at the office or send "
        "it by post; a question without names can be asked here."
    )


def sent(receipt: Receipt) -> str:
    """The message that is kept: number, who answers, by when."""
    day = formats.day(receipt.due_on)
    if receipt.addressee is Side.CLUB:
        return _(
            "Question No. {number} is with the club. It answers no later than {day}; the answer comes here. If it is "
            "silent, the office sees that."
        ).format(number=receipt.number, day=day)
    return _(
        "No. {number}, {kind}, is registered. The office answers no later than {day}; the answer comes here, and you "
        "can say whether it settles the matter. Nothing is needed from you till then."
    ).format(number=receipt.number, kind=kind(receipt.kind, receipt.addressee), day=day)


def ask_drop() -> str:
    """Before a draft is forgotten."""
    return _("Forget what you have begun to write?")
