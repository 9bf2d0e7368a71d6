"""Screens of the letters: the list, a thread, and what is asked next of what is being written."""

from datetime import date, tzinfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import back, home, pages
from handlers.common.pages.keyboards import ways_to
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _
from handlers.parent.certificates.texts import short
from handlers.parent.complaints import texts, writing_texts
from handlers.parent.complaints.keyboards import (
    Dispute,
    Letter,
    Letters,
    Reply,
    Settled,
    TakeBack,
    Write,
    WriteCases,
    WriteDrop,
    WriteKind,
    WriteSend,
    WriteStep,
)
from services.complaints import queries
from services.complaints.models import TO_ANSWER, Kind, Subject
from services.complaints.queries import Line, Lines, Thread
from services.complaints.rules.lifecycle import Deed
from services.complaints.rules.roads import Road
from services.complaints.rules.writing import Draft, missing
from services.core.actor import Actor
from services.forms.rules.private import private

TITLE = 30


def letters(found: Lines) -> Screen:
    """Own letters, those with news marked."""
    rows: list[Row] = []
    for line in found.items:
        mark = "● " if line.is_new else ""
        rows.append([button(f"{mark}№ {line.number} · {texts.standing(line)}", Letter(complaint_id=line.number))])
    rows.extend(pages(found.page, found.pages, lambda to: Letters(page=to)))
    rows.append([button(_("✍️ Write"), Write()), *home()])
    return Screen(texts.letters(empty=not found.items), tuple(rows))


def choose_kind(application_id: int, *, has_draft: bool) -> Screen:
    """What it is, in plain words."""
    case = {"application_id": application_id}
    rows: list[Row] = [
        [button(_("❓ Ask the office"), WriteKind(kind=Kind.QUESTION.value, **case))],
        [button(_("🏫 Ask the club"), WriteKind(kind=Kind.QUESTION.value, to_club=True, **case))],
        [button(_("⚖️ A refusal, a term, papers, money"), WriteKind(kind=Kind.SERVICE.value, **case))],
        [button(_("⚠️ Complain about a club"), WriteKind(kind=Kind.CLUB.value, **case))],
        [button(_("📮 A proposal or a statement"), WriteKind(kind=Kind.APPEAL.value))],
    ]
    if has_draft:
        rows.insert(0, [button(_("↩️ Go on writing"), WriteStep(step="go"))])
    rows.append([button(_("📬 What I have written"), Letters()), *home()])
    return Screen(writing_texts.choose_kind(has_draft=has_draft), tuple(rows))


async def writing(session: AsyncSession, actor: Actor, draft: Draft, desk: Desk, road: Road) -> tuple[Screen, bool]:
    """What is asked next, and whether a typed text is awaited."""
    if draft.is_private and not desk.trial_forms:
        return _elsewhere(draft, desk, road), False
    step = missing(draft)
    if step == "subject":
        rows = tuple([button(texts.subject(one), WriteStep(step="subject", subject=one.value))] for one in Subject)
        return Screen(writing_texts.choose_subject(), (*rows, back(WriteStep(step="back")))), False
    if step == "case":
        return await choose_case(session, actor, draft, 0), False
    if step == "text":
        text = writing_texts.ask_text(draft, road, warn=desk.trial_forms)
        return Screen(text, (back(WriteStep(step="back")),)), True
    rows = ([button(_("✅ Send"), WriteSend())], [button(_("✏️ Write anew"), WriteStep(step="redo"))], _drop())
    return Screen(writing_texts.preview(draft, road), rows), False


def _drop() -> Row:
    return [button(_("🗑 Forget it"), WriteDrop()), button(_("← Back"), WriteStep(step="back"))]


async def choose_case(session: AsyncSession, actor: Actor, draft: Draft, page: int) -> Screen:
    """A page of the family's cases."""
    found, page, total = await queries.cases_of(session, actor, page)
    rows: list[Row] = [
        [button(f"№ {one.number} · {short(one.title, TITLE)}", WriteStep(step="case", application_id=one.number))]
        for one in found
    ]
    rows.extend(pages(page, total, lambda to: WriteCases(page=to)))
    if draft.kind is Kind.SERVICE:
        rows.append([button(_("None of them"), WriteStep(step="case"))])
    elif not found:
        return Screen(writing_texts.no_cases(), ([button(_("✍️ Write"), Write())], home()))
    return Screen(writing_texts.choose_case(draft), (*rows, back(WriteStep(step="back"))))


def _elsewhere(draft: Draft, desk: Desk, road: Road) -> Screen:
    """Where a signed letter is written when not in this chat."""
    if desk.public_url is None:
        return Screen(writing_texts.not_here(), (back(Write()),))
    path = f"/my/complaints/new/{draft.kind.value}/{draft.application_id or 0}"
    return Screen(writing_texts.on_page(draft, road), (*ways_to(desk, _("✍️ Write on the page"), path), back(Write())))


def thread(found: Thread, zone: tzinfo, today: date, *, desk: Desk, piece: int = 0) -> Screen:
    """One thread: where it stands and one of its messages; signed letters are read on the page."""
    line = found.line
    head = f"<b>{texts.title(line)}</b>\n\n{texts.status(line, today)}"
    rows: list[Row] = []
    one = found.messages[-1] if found.messages else None
    is_shown = one is not None and (desk.trial_forms or (line.kind is Kind.QUESTION and not private(one.text, today)))
    if one is not None and is_shown:
        said, count = texts.message(one, zone, piece)
        head = f"{head}\n\n{said}"
        if piece + 1 < count:
            on = Letter(complaint_id=line.number, page=found.page, piece=piece + 1)
            rows.append([button(_("⤵ Read on"), on)])
        rows.extend(pages(found.page, found.pages, lambda to: Letter(complaint_id=line.number, page=to)))
    elif desk.public_url is not None:
        rows.extend(ways_to(desk, _("📄 Read on the page"), f"/my/complaints/{line.number}"))
    return Screen(head, (*rows, *_deeds(found, types=desk.trial_forms or line.kind is Kind.QUESTION), back(Letters())))


def _deeds(found: Thread, *, types: bool) -> list[Row]:
    """What the parent may do now; ``types``: words may be typed in this chat."""
    line, rows = found.line, list[Row]()
    number = line.number
    if Deed.SETTLE in found.may:
        rows.append(
            [
                button(_("👍 It is settled"), Settled(complaint_id=number)),
                button(_("👎 Not settled"), Reply(complaint_id=number, deed="dispute")),
            ]
        )
    if line.state in TO_ANSWER:
        if types:
            rows.append([button(_("✍️ Add a message"), Reply(complaint_id=number))])
        if types and found.may_share:
            rows.append([button(_("🏫 Write to the club too"), Reply(complaint_id=number, deed="share"))])
        rows.append([button(_("Withdraw"), TakeBack(complaint_id=number))])
    return rows


def is_signed(line: Line) -> bool:
    """Whether it bears a name: then its words are for the page."""
    return line.kind is not Kind.QUESTION


def ask_reply(number: int, deed: str, desk: Desk, *, types: bool) -> Screen:
    """What to write in a thread, or where; «not settled» goes without words too."""
    rows: list[Row] = []
    if deed == "dispute":
        rows.append([button(_("Send without words"), Dispute(complaint_id=number))])
    if not types and desk.public_url is not None:
        rows.extend(ways_to(desk, _("✍️ Write on the page"), f"/my/complaints/{number}"))
    text = texts.ask_reply(deed) if types else texts.reply_on_page()
    return Screen(text, (*rows, back(Letter(complaint_id=number))))
