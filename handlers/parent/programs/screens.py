"""Screens of the catalogue that other rooms lead to."""

from datetime import date, datetime, tzinfo

from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.screen import Row, Screen, button, show
from handlers.common.words import _
from handlers.parent.certificates.keyboards import ApplyTo, MoveHere
from handlers.parent.programs import card_keyboards, card_texts
from handlers.parent.programs.facts import CardFacts, gather
from handlers.parent.programs.keyboards import GroupCard, Groups
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.programs import actions, queries
from services.programs.queries import GroupView
from services.programs.queries.wishes import PAGE, best
from services.programs.rules.openness import why_closed
from services.territories.queries import territory


async def show_program(
    touch: CallbackQuery | Message,
    session: AsyncSession,
    actor: Actor,
    *,
    program_id: int,
    source: str,
    now: datetime,
) -> None:
    """The card of a program's best group, where a deep link leads; the visit is counted by the link's source.

    Raises NotFound for a program without groups.
    """
    views = await queries.groups_of(session, program_id)
    if not views:
        raise NotFound("program")
    place = await territory(session, views[0].territory_id)
    day = local_date(now, place.timezone)
    await actions.count_visit(session, territory_id=place.id, kind="p", source=source, day=day)
    first = best(views, place, now)
    facts = await gather(session, actor, views, first.id, now=now)
    screen = card_screen(facts, GroupCard(group_id=first.id))
    await session.commit()
    await show(touch, screen)


def card_screen(facts: CardFacts, here: GroupCard) -> Screen:
    """The card of one of a program's groups: with the button that applies, or with why it is absent."""
    apply: Row = [] if facts.closed else [button(_("📝 Apply"), ApplyTo(group_id=facts.view.id))]
    if apply and facts.movable:
        apply.append(button(_("🔁 Move here"), MoveHere(group_id=facts.view.id)))
    return Screen(card_texts.card(facts), card_keyboards.card(facts, here, apply))


def groups_screen(views: list[GroupView], here: Groups, *, today: date, zone: tzinfo) -> Screen:
    """A page of a program's groups."""
    total = card_keyboards.page_count(len(views))
    here = Groups(group_id=here.group_id, page=min(max(here.page, 0), total - 1))
    shown = views[here.page * PAGE : (here.page + 1) * PAGE]
    bars = {one.id: why_closed(one, today, zone) for one in shown}
    return Screen(card_texts.groups(views[0]), card_keyboards.groups(shown, bars, here, total))
