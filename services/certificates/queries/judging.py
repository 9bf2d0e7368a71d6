"""What the rules say of a case today."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.certificates.rules.eligibility import Candidate, Verdict, judge
from services.families.queries import ChildView
from services.orders.queries import line_for
from services.programs.queries import GroupView
from services.programs.rules import first_lesson
from services.territories.queries import TerritoryView


async def judged(
    session: AsyncSession,
    wanted: GroupView,
    place: TerritoryView,
    child: ChildView,
    today: date,
    *,
    seat_held: bool = False,
) -> tuple[Verdict, ...]:
    """Verdicts of every rule; the order of the year of the first lesson is the one that would pay.

    ``seat_held``: a seat of the group is this very child's already.
    """
    lesson = first_lesson(wanted.lessons, wanted.starts_on, wanted.ends_on, today, place.timezone)
    year = (lesson[0].date() if lesson else today).year
    line = await line_for(session, territory_id=place.id, year=year, service_code=wanted.service_code)
    return judge(Candidate(wanted, place, child.birth_date, child.category, today, line, seat_held))
