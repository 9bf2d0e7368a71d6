"""From the draft to the report; every refusal; two who press at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.campaigns import actions, queries
from services.campaigns.actions import Typed
from services.campaigns.errors import (
    ApprovalNeeded,
    AudienceEmpty,
    FileTooBig,
    MainTextMissing,
    NoSecondPerson,
    OwnCampaign,
    TextTooLong,
    TooManyButtons,
)
from services.campaigns.models import Campaign, CampaignStatus
from services.campaigns.rules import MEGABYTE, Attachment, Audience, FileKind, Goal, Holding, Recipients
from services.core.actor import Actor, Role
from services.core.errors import Invalid, NotAllowed, NotFound, Stale
from services.notices import queries as notices
from services.notices.actions import work_mailings
from services.notices.models import Notice, NoticeStatus
from tests.support.factories.campaigns import add_door, add_draft, add_people
from tests.support.factories.certificates import NOW, Town, add_post, add_town

Sessions = async_sessionmaker[AsyncSession]
PHOTO = Attachment(FileKind.PHOTO, "photo-1")
ZONE = ZoneInfo("Europe/Moscow")


@pytest.fixture
async def town(sessions: Sessions) -> Town:
    """A town whose parent has a chat."""
    async with sessions() as session:
        made = await add_town(session)
        await add_door(session, made.parent.person_id, 1)
        await session.commit()
    return made


async def _do(sessions: Sessions, deed: Callable[..., Awaitable[Any]], *args: Any, **named: Any) -> Any:
    async with sessions() as session:
        result = await deed(session, *args, **named)
        await session.commit()
    return result


async def _view(sessions: Sessions, actor: Actor, number: int) -> queries.CampaignView:
    async with sessions() as session:
        return await queries.campaign(session, actor, number)


async def _big(sessions: Sessions, town: Town) -> int:
    """A draft for more than need no approval."""
    await _do(sessions, add_people, town.territory_id, 51)
    return int(await _do(sessions, add_draft, town.clerk))


async def _work(sessions: Sessions, *, sent: int | None = None) -> None:
    """The delivery's part: write the notices and call some of them sent."""
    while await _do(sessions, work_mailings, now=NOW):
        pass
    async with sessions() as session:
        rows = select(Notice).where(Notice.mailing_id.is_not(None), Notice.status == NoticeStatus.PENDING)
        for notice in (await session.scalars(rows.limit(sent))).all():
            notice.status = NoticeStatus.SENT
            notice.done_at = NOW
        await session.commit()
    while await _do(sessions, work_mailings, now=NOW):
        pass


async def test_a_draft_is_kept_as_received(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    set_message = actions.set_message
    await _do(sessions, set_message, town.clerk, campaign_id=number, typed=Typed("en", "Open <i>now</i>", PHOTO, 9))
    await _do(sessions, actions.add_button, town.clerk, campaign_id=number, text="Кружки — find")
    text = f"Робот — program {town.program_id}"
    await _do(sessions, actions.add_button, town.clerk, campaign_id=number, text=text)
    found = await _view(sessions, town.clerk, number)
    assert found.texts == {"ru": "Запись на <b>новый год</b> открыта", "en": "Open <i>now</i>"}
    assert found.attachment == PHOTO
    assert [(one.to, one.target) for one in found.buttons] == [(Goal.FIND, ""), (Goal.GROUP, str(town.group_id))]
    with pytest.raises(TooManyButtons):
        await _do(sessions, actions.add_button, town.clerk, campaign_id=number, text="Ещё — find")
    await _do(sessions, actions.remove_buttons, town.clerk, campaign_id=number)
    await _do(sessions, actions.remove_attachment, town.clerk, campaign_id=number)
    found = await _view(sessions, town.clerk, number)
    assert (found.buttons, found.attachment) == ((), None)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (Typed("ru", "а" * 5000), TextTooLong),
        (Typed("ru", "  "), Invalid),
        (Typed("de", "Hallo"), Invalid),
        (Typed("ru", "а", PHOTO, 20 * MEGABYTE), FileTooBig),
        (Typed("ru", "а" * 1025, PHOTO, 9), TextTooLong),
    ],
)
async def test_what_cannot_be_said_changes_nothing(
    sessions: Sessions, town: Town, typed: Typed, refusal: type[Exception]
) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    before = await _view(sessions, town.clerk, number)
    with pytest.raises(refusal):
        await _do(sessions, actions.set_message, town.clerk, campaign_id=number, typed=typed)
    place = town.territory_id
    with pytest.raises(refusal):
        await _do(sessions, actions.make_draft, town.clerk, territory_id=place, typed=typed, now=NOW)
    assert await _view(sessions, town.clerk, number) == before


async def test_a_file_makes_less_room_for_a_text_that_is_there(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk, text="а" * 2000)
    with pytest.raises(TextTooLong) as refused:
        await _do(sessions, actions.set_message, town.clerk, campaign_id=number, typed=Typed("ru", None, PHOTO, 9))
    assert refused.value.has_file


@pytest.mark.parametrize("text", ["Робот — program 999999", "Робот — http://example.org", "Робот"])
async def test_a_button_to_nowhere(sessions: Sessions, town: Town, text: str) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    with pytest.raises(Invalid):
        await _do(sessions, actions.add_button, town.clerk, campaign_id=number, text=text)


async def test_an_audience_is_chosen(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    chosen = Audience(Recipients.PARENTS, Holding.WITHOUT, "tech")
    await _do(sessions, actions.set_audience, town.clerk, campaign_id=number, audience=chosen)
    assert (await _view(sessions, town.clerk, number)).audience == chosen
    with pytest.raises(Invalid):
        await _do(sessions, actions.set_audience, town.clerk, campaign_id=number, audience=Audience(focus="magic"))


async def test_nobody_else_touches_a_draft(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    async with sessions() as session:
        foreign = await add_town(session, "seversk")
        await session.commit()
    deeds: list[tuple[Callable[..., Awaitable[Any]], dict[str, Any]]] = [
        (actions.set_message, {"typed": Typed("ru", "чужое")}),
        (actions.drop, {}),
        (actions.ask_approval, {"now": NOW}),
        (actions.send, {"now": NOW}),
    ]
    for other in (town.second_clerk, foreign.clerk, town.parent):
        with pytest.raises(NotFound):
            await _view(sessions, other, number)
        for deed, named in deeds:
            with pytest.raises(NotFound):
                await _do(sessions, deed, other, campaign_id=number, **named)
    place, typed = town.territory_id, Typed("ru", "а")
    with pytest.raises(NotAllowed):
        await _do(sessions, actions.make_draft, foreign.clerk, territory_id=place, typed=typed, now=NOW)


async def test_a_draft_is_dropped(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    await _do(sessions, actions.drop, town.clerk, campaign_id=number)
    with pytest.raises(NotFound):
        await _view(sessions, town.clerk, number)


async def test_a_few_need_no_approval(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    found = await _view(sessions, town.clerk, number)
    assert found.status is CampaignStatus.SENDING
    assert found.mailing_id
    for deed in (actions.send, actions.ask_approval):
        with pytest.raises(Stale):
            await _do(sessions, deed, town.clerk, campaign_id=number, now=NOW)
    for deed, named in ((actions.drop, {}), (actions.set_message, {"typed": Typed("ru", "поздно")})):
        with pytest.raises(Stale):
            await _do(sessions, deed, town.clerk, campaign_id=number, **named)


async def test_many_need_a_second_person(sessions: Sessions, town: Town) -> None:
    number = await _big(sessions, town)
    with pytest.raises(ApprovalNeeded):
        await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.ask_approval, town.clerk, campaign_id=number, now=NOW)
    with pytest.raises(OwnCampaign):
        await _do(sessions, actions.approve, town.clerk, campaign_id=number, now=NOW)
    with pytest.raises(Stale):
        await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.approve, town.second_clerk, campaign_id=number, now=NOW)
    with pytest.raises(Stale):
        await _do(sessions, actions.approve, town.second_clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    async with sessions() as session:
        told = [(row.kind, row.person_id) for row in await session.scalars(select(Notice).order_by(Notice.id))]
    assert told == [
        ("campaign_to_approve", town.second_clerk.person_id),
        ("campaign_approved", town.clerk.person_id),
    ]


async def test_a_returned_message_needs_a_new_approval(sessions: Sessions, town: Town) -> None:
    number = await _big(sessions, town)
    await _do(sessions, actions.ask_approval, town.clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.approve, town.second_clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.give_back, town.second_clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.set_message, town.clerk, campaign_id=number, typed=Typed("ru", "Другое"))
    with pytest.raises(ApprovalNeeded):
        await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    with pytest.raises(Stale):
        await _do(sessions, actions.give_back, town.clerk, campaign_id=number, now=NOW)


async def test_nobody_to_approve(sessions: Sessions) -> None:
    async with sessions() as session:
        town = await add_town(session)
        await add_door(session, town.parent.person_id, 1)
        alone = await add_post(session, Role.CLERK, (await add_town(session, "seversk")).territory_id)
        await session.commit()
    async with sessions() as session:
        other = await add_town(session, "kemerovo")
        await add_people(session, other.territory_id, 1)
        await session.commit()
    number = await _do(sessions, add_draft, alone)
    with pytest.raises(AudienceEmpty):
        await _do(sessions, actions.ask_approval, alone, campaign_id=number, now=NOW)


async def test_the_only_clerk_cannot_ask(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    async with sessions() as session:
        from services.staff.models import Membership  # noqa: PLC0415 (the only test that ends a post)

        rows = await session.scalars(select(Membership).where(Membership.person_id == town.second_clerk.person_id))
        for row in rows.all():
            row.until = NOW
        await session.commit()
    with pytest.raises(NoSecondPerson):
        await _do(sessions, actions.ask_approval, town.clerk, campaign_id=number, now=NOW)


async def test_without_words_or_people_nothing_goes(sessions: Sessions, town: Town) -> None:
    place, typed = town.territory_id, Typed("en", "Hello")
    number = await _do(sessions, actions.make_draft, town.clerk, territory_id=place, typed=typed, now=NOW)
    for deed in (actions.send, actions.ask_approval):
        with pytest.raises(MainTextMissing):
            await _do(sessions, deed, town.clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.set_message, town.clerk, campaign_id=number, typed=Typed("ru", "Привет"))
    await _do(sessions, actions.set_audience, town.clerk, campaign_id=number, audience=Audience(focus="sport"))
    for deed in (actions.send, actions.ask_approval):
        with pytest.raises(AudienceEmpty):
            await _do(sessions, deed, town.clerk, campaign_id=number, now=NOW)


async def test_two_clerks_start_the_same_once(sessions: Sessions, town: Town) -> None:
    number = await _big(sessions, town)
    await _do(sessions, actions.ask_approval, town.clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.approve, town.second_clerk, campaign_id=number, now=NOW)
    done = await asyncio.gather(
        *(_do(sessions, actions.send, clerk, campaign_id=number, now=NOW) for clerk in (town.clerk, town.second_clerk)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "Stale"]
    mailing_id = (await _view(sessions, town.clerk, number)).mailing_id
    assert mailing_id
    async with sessions() as session:
        assert (await notices.mailing(session, mailing_id)).total == 52


async def test_pause_go_on_stop(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    await _do(sessions, add_people, town.territory_id, 9)
    await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    await _work(sessions, sent=4)
    later = NOW + timedelta(seconds=2)
    await _do(sessions, actions.pause, town.clerk, campaign_id=number, now=later)
    with pytest.raises(Stale):
        await _do(sessions, actions.pause, town.clerk, campaign_id=number, now=later)
    await _do(sessions, actions.resume, town.second_clerk, campaign_id=number, now=later)
    found = await _view(sessions, town.clerk, number)
    assert (found.status, found.resumed_from) == (CampaignStatus.SENDING, 4)
    await _do(sessions, actions.stop, town.clerk, campaign_id=number, now=later)
    for deed in (actions.stop, actions.pause, actions.resume):
        with pytest.raises(Stale):
            await _do(sessions, deed, town.clerk, campaign_id=number, now=later)
    await _work(sessions, sent=0)
    settled = await _do(sessions, actions.settle, campaign_id=number, now=later)
    assert (settled.mailing.sent, settled.mailing.skipped) == (4, 6)
    async with sessions() as session:
        assert await queries.watched(session) == []
        row = await session.get(Campaign, number)
        assert row is not None
        assert row.counts is not None
        assert row.counts["whys"] == {"stopped": 6}
        day = date(2026, 9, 7)
        found_done = await queries.done_between(session, territory_id=town.territory_id, first=day, last=day, zone=ZONE)
    assert found_done == 0, "a stopped one is no campaign held"


async def test_done_is_counted_on_its_local_day(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    assert (await _do(sessions, actions.settle, campaign_id=number, now=NOW)).mailing.pending == 1
    await _work(sessions)
    await _do(sessions, actions.settle, campaign_id=number, now=NOW)
    assert (await _view(sessions, town.clerk, number)).status is CampaignStatus.DONE
    days = {(date(2026, 9, 7), date(2026, 9, 7)): 1, (date(2026, 9, 8), date(2026, 12, 31)): 0}
    async with sessions() as session:
        for (first, last), count in days.items():
            place = town.territory_id
            found = await queries.done_between(session, territory_id=place, first=first, last=last, zone=ZONE)
            assert found == count


async def test_the_last_who_looks_is_followed(sessions: Sessions, town: Town) -> None:
    number = await _do(sessions, add_draft, town.clerk)
    await _do(sessions, actions.watch, town.clerk, campaign_id=number, message_id=5)
    await _do(sessions, actions.send, town.clerk, campaign_id=number, now=NOW)
    await _do(sessions, actions.watch, town.second_clerk, campaign_id=number, message_id=7)
    async with sessions() as session:
        (one,) = await queries.watched(session)
    assert (one.watcher_id, one.message_id) == (town.second_clerk.person_id, 7)


async def test_the_shelf_is_paged_and_hides_drafts_of_others(sessions: Sessions, town: Town) -> None:
    for _more in range(7):
        await _do(sessions, add_draft, town.clerk)
    async with sessions() as session:
        own = await queries.shelf(session, town.clerk, 1)
        others = await queries.shelf(session, town.second_clerk, 0)
    assert ([one.id for one in own.items], own.pages) == ([1], 2)
    assert others.items == []
