"""Every button of a message to everyone, by everybody who may not press it, and after its time.

The matrix is made from the classes of the buttons: a new one is attacked from its first day.
"""

import re
from collections.abc import Iterator

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import func, select, update

from handlers.staff.campaigns import buttons
from handlers.staff.campaigns.buttons import AimAt, Bare, Campaigns, NewCampaign, Say
from services.campaigns.models import Campaign, CampaignStatus
from services.core.actor import Actor
from services.core.db import Database
from services.notices.models import Mailing, Notice
from services.staff.models import Membership
from tests.support.bot import texts
from tests.support.factories.certificates import NOW
from tests.support.hostile import TITLE, Field, set_field

KINDS = [kind for kind in vars(buttons).values() if isinstance(kind, type) and kind.__module__ == buttons.__name__]
OWN = [kind for kind in KINDS if "campaign_id" in kind.model_fields]
KNOWN: dict[str, object] = {"language": "ru", "part": "buttons", "whom": "clubs", "focus": "tech"}
ENDED = (CampaignStatus.STOPPED, CampaignStatus.DONE)
STANDING = (CampaignStatus.DRAFT, CampaignStatus.WAITING_APPROVAL, CampaignStatus.SENDING)
MISSING = 999_999
READING = {"cmopen", "cmsee", "cmtry"}
"""What may still be looked at when all is over."""
ASKING = {"cmsay", "cmbtn"}
FALLBACK = "больше не работает"


def _presses(campaign_id: int) -> Iterator[str]:
    """Each button about this message, with each of its flags."""
    for kind in OWN:
        flags = [name for name, info in kind.model_fields.items() if info.annotation is bool]
        for flag in (False, True) if flags else (False,):
            values = {**KNOWN, **dict.fromkeys(flags, flag), "campaign_id": campaign_id}
            yield kind(**{name: values[name] for name in kind.model_fields}).pack()


async def _state(database: Database) -> list[str]:
    """Every message to everyone, and how many mailings and notices there are."""
    async with database.reads() as session:
        rows = await session.execute(select(Campaign.__table__).order_by(Campaign.id))
        counts = [await session.scalar(select(func.count()).select_from(kind)) for kind in (Mailing, Notice)]
        return [*map(repr, rows), repr(counts)]


def _address(actor: Actor) -> int:
    return 70_000 + actor.person_id


async def _read(field: Field, person: int, data: str) -> str:
    """What a press is answered with: never silence, never an apology."""
    said = "\n".join(texts(await field.desk.press(person, data)))
    assert said, data
    assert "вы ни при чём" not in said, data
    return said


def _blank(said: str) -> str:
    """An answer without its figures."""
    return re.sub(r"\d+", "#", said)


async def _dismiss(database: Database, actor: Actor) -> None:
    """All posts of a person end."""
    async with database.sessions() as session:
        await session.execute(update(Membership).where(Membership.person_id == actor.person_id).values(until=NOW))
        await session.commit()


def test_the_matrix_is_whole() -> None:
    assert len(OWN) == len(KINDS) - len([Campaigns, NewCampaign]) >= 15
    for kind in (AimAt, Bare, Say):
        assert set(kind.model_fields) - set(KNOWN) == {"campaign_id"}


async def test_another_territorys_message_is_as_one_that_nobody_has(database: Database) -> None:
    field = await set_field(database)
    before = await _state(database)
    for who in ("clerk of another territory", "provider of another club", "parent"):
        person = field.hostile[who]
        assert TITLE not in await _read(field, person, Campaigns().pack())
        missing = [_blank(await _read(field, person, data)) for data in _presses(MISSING)]
        for status in CampaignStatus if who.startswith("clerk") else [CampaignStatus.SENDING]:
            presses = _presses(field.campaigns[status])
            assert [_blank(await _read(field, person, data)) for data in presses] == missing, (who, status)
        assert TITLE not in "".join(missing)
    assert await _state(database) == before


async def test_a_colleagues_draft_is_not_there(database: Database) -> None:
    field = await set_field(database)
    before = await _state(database)
    colleague = _address(field.town.second_clerk)
    draft = field.campaigns[CampaignStatus.DRAFT]
    for foreign, missing in zip(_presses(draft), _presses(MISSING), strict=True):
        assert await _read(field, colleague, foreign) == await _read(field, colleague, missing), foreign
    assert f"{TITLE}: draft" not in await _read(field, colleague, Campaigns().pack())
    assert await _state(database) == before


async def test_after_the_end_every_button_is_old_and_changes_nothing(database: Database) -> None:
    field = await set_field(database)
    before = await _state(database)
    for actor in (field.town.clerk, field.town.second_clerk):
        for status in ENDED:
            await _press_ended(field, actor, field.campaigns[status])
            assert await _state(database) == before, (actor, status)


async def _press_ended(field: Field, actor: Actor, number: int) -> None:
    """What cannot be done any more is old, for the author at least; what can be read is read."""
    person = _address(actor)
    for data in _presses(number):
        said = await _read(field, person, data)
        if data.split(":")[0] in READING:
            assert str(number) in said or TITLE in said, data
        elif actor == field.town.clerk:
            assert "устарела" in said, (data, said)
        if data.split(":")[0] in ASKING:
            await field.desk.text(person, "новые слова — find")


async def test_who_has_no_post_any_more_moves_nothing(database: Database) -> None:
    field = await set_field(database)
    staff = (field.town.clerk, field.town.second_clerk)
    for actor in staff:
        await _read(field, _address(actor), Campaigns().pack())
        await _dismiss(database, actor)
    before = await _state(database)
    numbers = [field.campaigns[status] for status in STANDING]
    presses = [NewCampaign().pack(), Campaigns().pack(), *(data for number in numbers for data in _presses(number))]
    for actor in staff:
        for data in presses:
            said = await _read(field, _address(actor), data)
            assert FALLBACK in said, (data, said)
            assert TITLE not in said
    assert await _state(database) == before


@pytest.mark.parametrize("asked", [Say, buttons.AskButton, NewCampaign])
async def test_words_typed_after_the_post_was_taken_away_are_kept_by_nobody(
    database: Database, asked: type[CallbackData]
) -> None:
    field = await set_field(database)
    person = _address(field.town.clerk)
    values = {"campaign_id": field.campaigns[CampaignStatus.DRAFT], "language": "ru"}
    await _read(field, person, asked(**{name: values[name] for name in asked.model_fields}).pack())
    await _dismiss(database, field.town.clerk)
    before = await _state(database)
    for content in ({"text": "Подробнее — find"}, {"text": "новые слова"}):
        assert texts(await field.desk.feed(field.desk.message_update(person, **content)))
    assert await _state(database) == before


async def test_a_press_at_a_message_that_is_gone_is_answered(database: Database) -> None:
    """The draft was deleted in another window."""
    field = await set_field(database)
    person = _address(field.town.clerk)
    await _read(field, person, buttons.DropIt(campaign_id=field.campaigns[CampaignStatus.DRAFT], sure=True).pack())
    before = await _state(database)
    for data in _presses(field.campaigns[CampaignStatus.DRAFT]):
        await _read(field, person, data)
    assert await _state(database) == before
