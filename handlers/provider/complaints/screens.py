"""Screens of the club's letters."""

from datetime import date, tzinfo

from handlers.common.context import Desk
from handlers.common.keyboards import back, home, pages
from handlers.common.pages.keyboards import PageLink
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _
from handlers.parent.complaints import texts as words
from handlers.provider.complaints import texts
from handlers.provider.complaints.keyboards import ClubLetter, ClubLetters, ClubWrite
from services.complaints.models import TO_ANSWER
from services.complaints.queries import Lines, Thread
from services.complaints.rules.lifecycle import Deed, Party
from services.forms.rules.private import private


def letters(found: Lines) -> Screen:
    """What is asked of the club."""
    rows: list[Row] = []
    for line in found.items:
        mark = "● " if line.is_new else ""
        rows.append([button(f"{mark}№ {line.number} · {texts.standing(line)}", ClubLetter(complaint_id=line.number))])
    rows.extend(pages(found.page, found.pages, lambda to: ClubLetters(page=to)))
    return Screen(texts.letters(found), (*rows, home()))


def shows(found: Thread, desk: Desk, today: date) -> bool:
    """Whether the words of this page may stand in the chat."""
    return desk.trial_forms or not any(private(one.text, today) for one in found.messages)


def thread(found: Thread, zone: tzinfo, today: date, *, desk: Desk, piece: int = 0) -> Screen:
    """One thread: where it stands, one message, what can be done."""
    line, rows, text = found.line, list[Row](), texts.status(found.line)
    one = found.messages[-1] if found.messages else None
    if one is not None and shows(found, desk, today):
        said, count = words.message(one, zone, piece)
        text = f"{text}\n\n{said}"
        if piece + 1 < count:
            on = ClubLetter(complaint_id=line.number, page=found.page, piece=piece + 1)
            rows.append([button(_("⤵ Read on"), on)])
    elif desk.public_url is not None:
        text = f"{text}\n\n{texts.on_page()}"
        rows.append([button(_("📄 Read on the page"), PageLink(path=f"/club/complaints/{line.number}"))])
    rows.extend(pages(found.page, found.pages, lambda to: ClubLetter(complaint_id=line.number, page=to)))
    return Screen(text, (*rows, *_deeds(found), back(ClubLetters())))


def _deeds(found: Thread) -> list[Row]:
    line = found.line
    if line.state not in TO_ANSWER:
        return []
    if Deed.EXPLAIN in found.may:
        return [[button(_("✍️ Explain"), ClubWrite(complaint_id=line.number, deed="explain"))]]
    rows: list[Row] = []
    if Deed.ANSWER in found.may and line.turn is Party.CLUB:
        rows.append([button(_("✅ Answer"), ClubWrite(complaint_id=line.number, deed="answer"))])
    rows.append([button(_("✍️ Write"), ClubWrite(complaint_id=line.number, deed="say"))])
    return rows
