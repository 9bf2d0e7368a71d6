from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.territories.actions import load_shipped
from tests.support.factories.certificates import NOW
from tests.support.quality import asked, measure, stock

ENOUGH = 0.95


async def test_what_was_written_down_is_found(sessions: async_sessionmaker[AsyncSession]) -> None:
    """On both engines; the queries held out are asked by the benchmark alone."""
    async with sessions() as session:
        await load_shipped(session, now=NOW)
        score = await measure(session, asked("queries"), await stock(session))
    assert score.queries >= 120
    assert score.hit_at_3 >= ENOUGH, score.misses
    assert score.wrong == score.marks == []
