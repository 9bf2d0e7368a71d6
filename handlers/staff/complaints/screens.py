"""Screens of the body's letters."""

from handlers.common.context import Desk
from handlers.common.keyboards import back, home, pages
from handlers.common.pages.keyboards import PageLink
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _
from handlers.parent.complaints import texts as words
from handlers.staff.certificates.keyboards import Case
from handlers.staff.complaints import texts
from handlers.staff.complaints.keyboards import StaffLetter, StaffLetters, StaffTake, StaffWrite
from services.complaints.actions.answering import outcomes_of
from services.complaints.models import TO_ANSWER, Kind
from services.complaints.queries import Lines, StaffThread
from services.core.actor import Actor
from services.forms.rules.private import private

LINES = 4
"""Letters on one screen: with the arrows, the filters and the menu they are eight rows."""


def letters(found: Lines, show: str) -> Screen:
    """The queue with its filters."""
    rows: list[Row] = []
    for line in found.items:
        mark = "● " if line.is_new else ""
        label = f"{mark}№ {line.number} · {words.kind(line.kind, line.addressee)} · {words.standing(line)}"
        rows.append([button(label[:60], StaffLetter(complaint_id=line.number))])
    rows.extend(pages(found.page, found.pages, lambda to: StaffLetters(show=show, page=to)))
    others = [button(label, StaffLetters(show=code)) for code, label in texts.shows().items() if code != show]
    return Screen(texts.letters(found, show), (*rows, others[:2], others[2:], home()))


def shows(found: StaffThread, desk: Desk) -> bool:
    """Whether the words of this page of the thread may stand in the chat."""
    if desk.trial_forms:
        return True
    is_plain = not any(private(one.text, found.today) for one in found.thread.messages)
    return found.thread.line.kind is Kind.QUESTION and is_plain


def types(found: StaffThread, desk: Desk) -> bool:
    """Whether words may be typed to it here."""
    return desk.trial_forms or found.thread.line.kind is Kind.QUESTION


def thread(found: StaffThread, actor: Actor, desk: Desk, *, piece: int = 0) -> Screen:
    """One thread: where it stands, one of its messages, what can be done."""
    line, rows, text = found.thread.line, list[Row](), texts.card(found)
    one = found.thread.messages[-1] if found.thread.messages else None
    if one is not None and shows(found, desk):
        said, count = words.message(one, found.place.timezone, piece)
        text = f"{text}\n\n{said}"
        if piece + 1 < count:
            on = StaffLetter(complaint_id=line.number, page=found.thread.page, piece=piece + 1)
            rows.append([button(_("⤵ Read on"), on)])
        turn = pages(found.thread.page, found.thread.pages, lambda to: StaffLetter(complaint_id=line.number, page=to))
        rows.extend(turn)
    else:
        text = f"{text}\n\n{texts.on_page()}"
    if desk.public_url is not None:
        rows.append([button(_("📄 Work on the page"), PageLink(path=f"/staff/complaints/{line.number}"))])
    return Screen(text, (*rows, *_deeds(found, actor, can_type=types(found, desk)), back(StaffLetters())))


def _deeds(found: StaffThread, actor: Actor, *, can_type: bool) -> list[Row]:
    line, rows = found.thread.line, list[Row]()
    number = line.number
    if line.state not in TO_ANSWER:
        return rows
    mine = line.assignee_id == actor.person_id
    take = button(_("Not mine") if mine else _("🙋 I take it"), StaffTake(complaint_id=number, on=not mine))
    say = [button(_("✍️ Write to the parent"), StaffWrite(complaint_id=number, deed="say"))] if can_type else []
    rows.append([take, *say])
    if can_type and found.may_decide:
        ends = [
            button(texts.end(line.kind, one), StaffWrite(complaint_id=number, deed=one.value))
            for one in outcomes_of(line.kind)
        ]
        rows.extend(ends[at : at + 2] for at in range(0, len(ends), 2))
    if can_type and found.asks_club:
        rows.append([button(_("🏫 Ask the club"), StaffWrite(complaint_id=number, deed="ask_club"))])
    if line.application_id is not None:
        rows.append([button(_("🗂 The application"), Case(application_id=line.application_id))])
    return rows
