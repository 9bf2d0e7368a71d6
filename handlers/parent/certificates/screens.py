"""Screens that join this room's words with buttons of other rooms."""

from collections.abc import Sequence

from handlers.common.children import called
from handlers.common.context import Desk
from handlers.common.keyboards import back, home, pages
from handlers.common.pages.keyboards import ways_to
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _
from handlers.parent.certificates import cases as case_texts
from handlers.parent.certificates import helping, keyboards, texts
from handlers.parent.certificates.keyboards import (
    ApplyAll,
    ApplyFor,
    ApplyTo,
    CertificateFile,
    CertificateVersions,
    Mend,
    Mine,
    MyCase,
    MyPlaces,
    Renew,
    Withdraw,
)
from handlers.parent.complaints.keyboards import Write
from handlers.parent.contracts.keyboards import ReadContract
from handlers.parent.departures.keyboards import Choices
from handlers.parent.families.keyboards import AddChild
from handlers.parent.programs.buttons import OwnLessons
from handlers.parent.programs.keyboards import Find, GroupCard
from services.certificates.models import ApplicationStatus
from services.certificates.queries import PAGE, Alternative, Cases, Clash, Need, OwnCase, Preview
from services.certificates.rules.lifecycle import Deed, Party, may
from services.contracts.queries import ContractView
from services.contracts.rules import Side
from services.core.actor import Actor
from services.families.queries import ChildView
from services.programs.queries import GroupView

OVER = (ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN, ApplicationStatus.LAPSED, ApplicationStatus.LEFT)
"""What a child may have another club after."""


def add_child_first(group: GroupView, lacking: Need | None) -> Screen:
    """No child yet."""
    add = [button(_("👧 Add a child"), AddChild(group_id=group.id))]
    return Screen(texts.add_child_first(group, lacking), (add, back(GroupCard(group_id=group.id))))


def choose_child(group: GroupView, known: list[ChildView], page: int, *, named: bool, together: int = 0) -> Screen:
    """One button for each child, six rows to a page; ``together``: how many the group takes, one button for all."""
    size = PAGE - (together > 1)
    last = (len(known) - 1) // size
    page = min(max(page, 0), last)
    rows: list[Row] = [
        [button(called(one, named=named), ApplyFor(group_id=group.id, child_id=one.id))]
        for one in known[page * size : (page + 1) * size]
    ]
    if together > 1:
        rows.append([button(_("👧👦 For all who fit: {count}").format(count=together), ApplyAll(group_id=group.id))])
    rows.extend(pages(page, last + 1, lambda to: ApplyTo(group_id=group.id, page=to)))
    rows.append(back(GroupCard(group_id=group.id)))
    return Screen(texts.choose_child(group), tuple(rows))


def summary(preview: Preview, met: list[Clash], *, named: bool) -> Screen:
    """The last screen before sending; ``met`` are the child's other lessons at the same hour."""
    group_id = preview.group.id
    rows = (keyboards.send(group_id, preview.child.id), back(GroupCard(group_id=group_id)))
    return Screen(texts.summary(preview, named=named, met=met), rows)


def cases(found: Cases, *, named: bool, in_line: int = 0, chooses: int = 0) -> Screen:
    """The list of own cases; beside them ``in_line`` places in waiting lists, ``chooses`` children whose club ends."""
    line = [[button(_("⏳ My places in line: {count}").format(count=in_line), MyPlaces())]] if in_line else []
    if chooses:
        line.append([button(_("🚪 The club ends: choose another place"), Choices())])
    if not found.items:
        return Screen(texts.no_cases(), (*line, [button(_("🔎 Find a club"), Find())], home()))
    opens = [
        button(_("Case No. {number}").format(number=line.facts.number), MyCase(application_id=line.facts.number))
        for line in found.items
    ]
    rows: list[Row] = [opens[at : at + 2] for at in range(0, len(opens), 2)]
    rows.extend(pages(found.page, found.pages, lambda to: Mine(page=to)))
    return Screen(texts.cases(found, named=named), (*rows, *line, home()))


def case(
    own: OwnCase,
    contract: ContractView | None,
    *,
    reader: Actor,
    named: bool,
    ways: tuple[Row, ...] = (),
    others: Sequence[Alternative] = (),
) -> Screen:
    """One own case with the button of the next action; ``ways`` lead to where it is confirmed or mended."""
    parents_turn = contract is not None and contract.turn is Side.PARENT
    signs = contract is not None and contract.parent_id == reader.person_id
    sign_by = contract.sign_by if contract else None
    text = case_texts.case(own, named=named, sign_by=sign_by, parents_turn=parents_turn, signs=signs)
    text = "\n\n".join(part for part in (text, helping.others(others)) if part)
    rows: list[Row] = list(ways)
    if contract is not None:
        words = _("📄 Read and sign the contract") if parents_turn and signs else _("📄 The contract")
        rows.append([button(words, ReadContract(contract_id=contract.id))])
    return Screen(text, (*rows, *_papers_of(own), *_deeds(own), back(Mine())))


def _papers_of(own: OwnCase) -> list[Row]:
    """What the approved case has to take along."""
    if own.certificate is None:
        return []
    number = own.facts.number
    changes = button(_("🕘 Its changes"), CertificateVersions(application_id=number))
    rows: list[Row] = [[button(_("📜 The certificate"), CertificateFile(application_id=number)), changes]]
    if own.group.is_dated:
        rows.append([button(_("📅 Lessons to my calendar"), OwnLessons(application_id=own.facts.number))])
    return rows


def _deeds(own: OwnCase) -> list[Row]:
    """What whoever reads may do in the state in which the case stands."""
    number, status = own.facts.number, own.facts.status
    rows: list[Row] = []
    if not own.may_act:
        return rows
    if status is ApplicationStatus.RETURNED:
        rows.append([button(_("✅ It is mended"), Mend(application_id=number))])
    if status is ApplicationStatus.LAPSED and own.facts.decided_at is not None:
        rows.append([button(_("↩️ Take the offer up again"), Renew(application_id=number))])
    if Deed.WITHDRAW in may(Party.PARENT, status):
        rows.append([button(_("Withdraw the application"), Withdraw(application_id=number))])
    if status is not ApplicationStatus.REFUSED:
        rows.append([button(_("💬 Question or complaint"), Write(application_id=number))])
    if status in OVER:
        rows.append([button(_("🔎 Find another club"), Find())])
    return rows


def to_confirm(own: OwnCase, desk: Desk) -> tuple[Row, ...]:
    """Where a draft is confirmed, by whoever has to; a desk without pages does it at the office."""
    if own.facts.status is not ApplicationStatus.DRAFT or not own.is_side or desk.public_url is None:
        return ()
    return ways_to(desk, _("Confirm who I am"), "/my/identity")


def withdrawn(number: int) -> Screen:
    """The message that is kept after a withdrawal."""
    return Screen(texts.withdrawn(number), ([button(_("🔎 Find another club"), Find())], home()))
