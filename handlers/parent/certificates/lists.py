"""The waiting list of a full group: one press joins, one press answers an offer."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.children import called
from handlers.common.context import Desk
from handlers.common.keyboards import back, home, pages
from handlers.common.screen import Row, Screen, button, show, tell
from handlers.common.words import _
from handlers.parent.certificates import keyboards, lists_texts, texts
from handlers.parent.certificates.keyboards import JoinList, LeaveList, Mine, MyListPlace, MyPlaces, TakeSeat
from handlers.parent.certificates.screens import to_confirm
from handlers.parent.families.keyboards import AddChild
from handlers.parent.programs.keyboards import Find, GroupCard
from services.certificates import actions, queries
from services.certificates.queries import PAGE, OwnPlace
from services.core.actor import Actor
from services.core.clock import Clock
from services.families.queries import ChildView, family_children
from services.families.rules import Right
from services.programs.queries import GroupView, group
from services.territories.queries import territory

router = Router(name="parent.certificates.lists")


@router.callback_query(JoinList.filter())
async def join(
    query: CallbackQuery, callback_data: JoinList, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """An only child, the chosen one or all who fit stand in line at once; else the child is chosen."""
    wanted, now = await group(session, callback_data.group_id), clock()
    known = await family_children(session, actor, Right.ACT)
    fit = await queries.who_fits(session, actor, group_id=wanted.id, now=now)
    if callback_data.child_id:
        chosen = [callback_data.child_id]
    else:
        chosen = [one.id for one in (fit if callback_data.together else known if len(known) == 1 else [])]
    if not chosen:
        await session.commit()
        await show(query, _choose(wanted, fit, has_children=bool(known), named=desk.trial_forms))
        return
    await actions.join(session, actor, group_id=wanted.id, children=chosen, now=now)
    mine = await queries.own_places(session, actor, group_id=wanted.id)
    place = await territory(session, wanted.territory_id)
    await session.commit()
    rows = (
        [button(_("⏳ My places in line"), MyPlaces())],
        [button(_("Open the card"), GroupCard(group_id=wanted.id))],
    )
    await tell(query, Screen(lists_texts.joined(mine, place, named=desk.trial_forms), (*rows, home())))


def _choose(wanted: GroupView, fit: list[ChildView], *, has_children: bool, named: bool) -> Screen:
    """Who is to stand in line: a button for each child who may, one for all of them."""
    card = back(GroupCard(group_id=wanted.id))
    if not has_children:
        return Screen(lists_texts.child_first(wanted), ([button(_("👧 Add a child"), AddChild())], card))
    if not fit:
        return Screen(lists_texts.nobody_fits(wanted), (card,))
    rows: list[Row] = [
        [button(called(one, named=named), JoinList(group_id=wanted.id, child_id=one.id))] for one in fit[:PAGE]
    ]
    if len(fit) > 1:
        everybody = JoinList(group_id=wanted.id, together=True)
        rows.append([button(_("👧👦 For all who fit: {count}").format(count=len(fit)), everybody)])
    return Screen(lists_texts.choose(wanted), (*rows, card))


@router.callback_query(MyPlaces.filter())
async def list_places(
    query: CallbackQuery, callback_data: MyPlaces, session: AsyncSession, actor: Actor, desk: Desk
) -> None:
    """Own places, those with an offer first."""
    screen = _places(await queries.own_places(session, actor), callback_data.page, named=desk.trial_forms)
    await session.commit()
    await show(query, screen)


def _places(found: list[OwnPlace], page: int, *, named: bool) -> Screen:
    total = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), total - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    opens = [button(_("Place No. {number}").format(number=one.id), MyListPlace(entry_id=one.id)) for one in shown]
    rows: list[Row] = [opens[at : at + 2] for at in range(0, len(opens), 2)]
    if not found:
        rows.append([button(_("🔎 Find a club"), Find())])
    rows.extend(pages(page, total, lambda to: MyPlaces(page=to)))
    return Screen(lists_texts.places(shown, len(found), named=named), (*rows, back(Mine())))


@router.callback_query(MyListPlace.filter())
async def open_place(
    query: CallbackQuery, callback_data: MyListPlace, session: AsyncSession, actor: Actor, desk: Desk
) -> None:
    """Where the child stands now."""
    one = await queries.own_place(session, actor, callback_data.entry_id)
    place = await territory(session, one.group.territory_id)
    await session.commit()
    leave = LeaveList(entry_id=one.id)
    if one.is_offered:
        rows: list[Row] = [[button(_("✅ Take the seat"), TakeSeat(entry_id=one.id))]]
        rows.append([button(_("No, thank you"), leave)])
    else:
        rows = [[button(_("Leave the line"), leave)]]
    rows.append([button(_("Open the card"), GroupCard(group_id=one.group.id))])
    await show(query, Screen(lists_texts.place(one, place, named=desk.trial_forms), (*rows, back(MyPlaces()))))


@router.callback_query(LeaveList.filter(F.sure.is_(False)))
async def ask_leave(query: CallbackQuery, callback_data: LeaveList, session: AsyncSession, actor: Actor) -> None:
    """Asked once: a place is lost for good."""
    one = await queries.own_place(session, actor, callback_data.entry_id)
    await session.commit()
    words = _("Yes, refuse the seat") if one.is_offered else _("Yes, leave the line")
    sure = callback_data.model_copy(update={"sure": True})
    rows = ([button(words, sure)], back(MyListPlace(entry_id=one.id)))
    await show(query, Screen(lists_texts.ask_leave(one), rows))


@router.callback_query(LeaveList.filter(F.sure))
async def leave(
    query: CallbackQuery, callback_data: LeaveList, session: AsyncSession, actor: Actor, clock: Clock
) -> None:
    """Leave it; what was held goes to the next."""
    entry_id, together = callback_data.entry_id, callback_data.together
    group_id = await actions.leave(session, actor, entry_id=entry_id, together=together, now=clock())
    await session.commit()
    rows = ([button(_("Open the card"), GroupCard(group_id=group_id))], [button(_("⏳ My places in line"), MyPlaces())])
    await tell(query, Screen(lists_texts.left(), (*rows, home())))


@router.callback_query(TakeSeat.filter())
async def take_seat(
    query: CallbackQuery, callback_data: TakeSeat, session: AsyncSession, actor: Actor, desk: Desk, clock: Clock
) -> None:
    """The seat is taken by an application; its number is kept."""
    entry_id, together, now = callback_data.entry_id, callback_data.together, clock()
    receipts = await actions.accept_seat(session, actor, entry_id=entry_id, together=together, now=now)
    own = await queries.own_application(session, actor, receipts[0].number, now=now)
    await session.commit()
    if len(receipts) == 1:
        text = f"{texts.received(own)}\n\n{lists_texts.seat_kept()}"
        await tell(query, Screen(text, (*to_confirm(own, desk), *keyboards.received(own.facts.number))))
        return
    mine = ([button(_("🗂 My cases"), Mine())], home())
    await tell(query, Screen(lists_texts.taken(receipts, own.territory), (*to_confirm(own, desk), *mine)))
