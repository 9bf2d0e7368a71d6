"""What a card shows, gathered from the rooms that know it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.queries import Clash, OwnPlace, clashes, movable, own_places
from services.core.actor import Actor
from services.core.clock import local_date
from services.feedback.queries import Satisfaction, published
from services.programs import actions
from services.programs.queries import GroupView
from services.programs.queries.similar import Similar, similar
from services.programs.queries.wishes import Wishes, seats_now, wishes
from services.programs.rules.openness import Bar, Closed, can_wait, why_closed
from services.providers.queries import ProviderView, provider
from services.territories.queries import TerritoryView, territory


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A group with all around it. ``bars`` says of every group of the program why it takes nobody, if it does not."""

    view: GroupView
    others: list[GroupView]
    owner: ProviderView
    place: TerritoryView
    bars: dict[int, Closed | None]
    asked: Wishes
    clashes: list[Clash]
    places: list[OwnPlace]
    movable: list[int]
    """Own enrolled cases that could give way to this group."""
    praise: Satisfaction | None
    alike: list[Similar]

    @property
    def closed(self) -> Closed | None:
        """Why nobody can apply to this group."""
        return self.bars[self.view.id]

    @property
    def can_wait(self) -> bool:
        """Whether a seat may come."""
        return can_wait(self.view, self.closed)

    @property
    def is_full(self) -> bool:
        """Whether one can stand in line."""
        return self.closed is not None and self.closed.why is Bar.FULL

    @property
    def is_ahead(self) -> bool:
        """Whether lessons are to come on days that are known."""
        return self.view.is_dated and bool(self.view.lessons)


async def gather(
    session: AsyncSession, actor: Actor, views: list[GroupView], group_id: int, *, now: datetime
) -> CardFacts:
    """All facts of a card; ``views`` are all groups of the program. Notes what the owner of a favourite now sees.

    Programs like it are looked for only where no group of it takes children.
    """
    view = next(one for one in views if one.id == group_id)
    place = await territory(session, view.territory_id)
    today = local_date(now, place.timezone)
    bars = {one.id: why_closed(one, today, place.timezone) for one in views}
    asked = await wishes(session, actor, view)
    if asked.is_kept and asked.seen_seats != (seats := seats_now(views, place, now)):
        await actions.saw(session, actor, program_id=view.program_id, seats=seats)
    return CardFacts(
        view=view,
        others=[one for one in views if one.id != group_id],
        owner=await provider(session, view.provider_id),
        place=place,
        bars=bars,
        asked=asked,
        clashes=await clashes(session, actor, view),
        movable=[] if bars[view.id] else await movable(session, actor, view),
        places=await own_places(session, actor, group_id=view.id) if bars[view.id] else [],
        praise=await published(session, provider_id=view.provider_id, place=place, now=now),
        alike=await similar(session, view, today=today) if all(bars.values()) else [],
    )
