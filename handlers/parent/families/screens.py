"""Screens that join this room's words with buttons of other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.common.context import Desk
from handlers.common.keyboards import back, home, pages
from handlers.common.pages.keyboards import ways_to
from handlers.common.screen import Row, Screen, button
from handlers.common.words import _, current
from handlers.parent.certificates.keyboards import ApplyFor
from handlers.parent.families import keyboards, questions, texts
from handlers.parent.families.keyboards import AddChild, Ask, Children, ReadGround, Sheets, WithdrawConsent
from handlers.parent.programs.keyboards import Find
from services.families.actions import Step
from services.families.queries import ChildView, Standing, consent_text, purpose
from services.families.rules import PERSONAL_DATA, SEEN

PAGE = 6


@dataclass(frozen=True, slots=True)
class Next:
    """The next step, the group that waits for the child (0: none), and what must be said with it."""

    step: Step
    group_id: int
    note: str = ""
    is_health_declined: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """What the screen of own children shows; names only in a trial."""

    children: list[ChildView]
    today: date
    is_trial: bool
    has_details: bool
    has_consent: bool
    joined: Sequence[ChildView] = ()
    """Children of families that the person has joined."""


def step_screen(coming: Next, operator: str) -> Screen:
    """Whatever comes next on the way to a child; ``operator`` is the body to which a consent is given."""
    step, group_id = coming.step, coming.group_id
    if step.consent is not None:
        return consent(step.consent, group_id, operator)
    if step.child is not None:
        return added(step.child, group_id, is_health_declined=coming.is_health_declined)
    if step.saved:
        return Screen(texts.saved(), (back(Children()),))
    return questions.question(step, group_id, note=coming.note)


def consent(code: str, group_id: int, operator: str) -> Screen:
    """A consent as its own screen; the button remembers which text was read."""
    text = consent_text(code, operator)
    rows = keyboards.consent(code, text.digest(current())[:SEEN], group_id)
    return Screen(texts.consent(text), rows)


def ground(group_id: int, *, is_trial: bool) -> Screen:
    """By what right the child's data are asked: by law, so nothing is to be agreed to."""
    return Screen(texts.ground(purpose(PERSONAL_DATA).words(current())), keyboards.ground(group_id, is_trial=is_trial))


def added(child: ChildView, group_id: int, *, is_health_declined: bool) -> Screen:
    """The child is there: on to the application, or to a club."""
    text = texts.added(child, is_health_declined=is_health_declined, has_group=bool(group_id))
    if group_id:
        apply = button(_("📨 To the application"), ApplyFor(group_id=group_id, child_id=child.id))
        return Screen(text, ([apply], home()))
    find = [button(_("🔎 Find a club"), Find())]
    more = [button(_("👧 Add another child"), AddChild()), button(_("Children"), Children())]
    return Screen(text, (find, more, home()))


def entry(where: Standing, group_id: int) -> Screen | None:
    """What stands before the first question: the warning, or an offer to go on; None if there is nothing to say."""
    if where.answered:
        return Screen(texts.resume(where.answered, where.questions), keyboards.resume(group_id))
    if not where.is_known:
        return Screen(texts.trial_warning(), keyboards.warning(group_id))
    return None


def closed(authority: str | None, desk: Desk, group_id: int) -> Screen:
    """Where data are given when not in this chat."""
    if desk.public_url is None:
        return Screen(texts.closed(authority), ([button(_("🔎 Find a club"), Find())], home()))
    rows = ways_to(desk, _("Open the protected page"), f"/my/children?group={group_id}")
    return Screen(texts.own_pages(), (*rows, home()))


def children(family: Family, page: int) -> Screen:
    """Own children, six to a page, those of joined families, and what can be done with the family's data."""
    last = max(0, (len(family.children) - 1) // PAGE)
    page = min(max(page, 0), last)
    shown = family.children[page * PAGE : (page + 1) * PAGE]
    text = texts.children(shown, page * PAGE + 1, family.today, named=family.is_trial) if shown else texts.no_children()
    if family.joined:
        others = texts.joined(family.joined[:PAGE], family.today, named=family.is_trial)
        text = f"{text}\n\n{others}" if shown else others
    rows: list[Row] = list(pages(page, last + 1, lambda to: Children(page=to)))
    rows.append([button(_("👧 Add another child") if shown else _("👧 Add a child"), AddChild())])
    if family.is_trial and family.has_details:
        change = button(_("Change my details"), Ask(form="representative", field="full_name"))
        rows.append([change, button(_("More about the family"), Sheets())])
    rows.append([button(_("By what right"), ReadGround())])
    if family.has_consent:
        rows.append([button(_("Withdraw consent"), WithdrawConsent())])
    return Screen(text, (*rows, home()))


def ask_withdraw(*, is_given: bool) -> Screen:
    """Asked once; an old button may ask when there is nothing to withdraw."""
    if not is_given:
        return Screen(texts.nothing_to_withdraw(), (back(Children()),))
    return Screen(texts.ask_withdraw(), keyboards.withdraw())
