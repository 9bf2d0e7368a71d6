"""What a desk of public information does not tell in the chat: it stands on the page, and a text message says so."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import words
from handlers.common.context import Desk
from handlers.common.pages.public import OPEN_NOTICES
from handlers.common.words import _
from services.access.actions import put_text
from services.families.queries import representative
from services.notices.actions import Claimed, Outcome
from services.notices.models import NoticeStatus
from services.staff.queries import actor_of

ON_PAGES = "on pages"
"""Why such a notice was not sent."""
TEXT_TERM = timedelta(days=1)


def hushed(desk: Desk, notice: Claimed) -> Outcome | None:
    """The outcome of a notice that the chat may not carry; None for one that it may."""
    is_open = not desk.public_info or notice.mailing_id is not None or notice.kind in OPEN_NOTICES
    return None if is_open else Outcome(notice.id, NoticeStatus.SKIPPED, ON_PAGES)


async def text_instead(
    session: AsyncSession, desk: Desk, claimed: list[Claimed], outcomes: list[Outcome], *, now: datetime
) -> None:
    """One text message to each parent who was not told in the chat; the same words whatever it is about."""
    whose = {notice.id: notice.person_id for notice in claimed}
    for person_id in sorted({whose[one.id] for one in outcomes if one.why == ON_PAGES}):
        own = await representative(session, person_id)
        if own is None or desk.public_url is None:
            continue
        words.use((await actor_of(session, person_id)).locale)
        said = _("There is news in your case. Come in to read it: {url}").format(url=desk.public_url)
        await put_text(session, person_id=person_id, phone=own.phone, words=said, now=now, term=TEXT_TERM)
