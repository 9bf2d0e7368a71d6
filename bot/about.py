"""Whom a notice is about, as the chat may say it: looked up when the notice is sent, never kept in it."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from services.families import queries as families
from services.notices.actions import Claimed


async def about_children(session: AsyncSession, claimed: list[Claimed]) -> list[Claimed]:
    """Notices about a child learn what the chat calls the child at this moment."""
    asked = {one for notice in claimed for one in _children(notice)}
    if not asked:
        return claimed
    known = await families.called(session, asked)
    return [
        replace(
            notice,
            data={
                **notice.data,
                "called": known.get(notice.data.get("child_id", 0)),
                "called_each": {one: known[one] for one in _children(notice) if one in known},
            },
        )
        for notice in claimed
    ]


def _children(notice: Claimed) -> list[int]:
    """A notice is about one child, or has a row for each of several."""
    one = [notice.data["child_id"]] if "child_id" in notice.data else []
    return [*one, *notice.data.get("children", ())]
