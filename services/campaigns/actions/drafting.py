"""A draft is its author's alone and may be changed until somebody is asked to approve it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.campaigns import rules
from services.campaigns.models import Campaign, CampaignStatus
from services.campaigns.rules import Attachment, Audience, Goal, LinkButton
from services.core.actor import Actor
from services.core.errors import Invalid, NotFound, Stale
from services.programs import queries as programs
from services.programs.models import Focus


@dataclass(frozen=True, slots=True)
class Typed:
    """What the author has sent: markup (None for a file alone), perhaps a file with its size in bytes."""

    language: str
    markup: str | None
    attachment: Attachment | None = None
    size: int = 0


async def make_draft(session: AsyncSession, actor: Actor, *, territory_id: int, typed: Typed, now: datetime) -> int:
    """Begin a message to the people of a territory; return its number.

    Raises NotAllowed for somebody who does not serve the territory, and what :func:`set_message` raises.
    """
    actor.require_staff(territory_id)
    texts, attachment = _merged({}, None, typed)
    made = Campaign(
        territory_id=territory_id,
        author_id=actor.person_id,
        texts=texts,
        attachment=asdict(attachment) if attachment else None,
        buttons=[],
        created_at=now,
    )
    session.add(made)
    await session.flush()
    return made.id


async def set_message(session: AsyncSession, actor: Actor, *, campaign_id: int, typed: Typed) -> None:
    """Replace the text of one language, and the file if there is one.

    Raises NotFound, Stale, Invalid for an empty text or an unknown language, TextTooLong, FileTooBig.
    """
    draft = await _draft(session, actor, campaign_id)
    texts, attachment = _merged(draft.texts, draft.attachment, typed)
    await _write(session, campaign_id, texts=texts, attachment=asdict(attachment) if attachment else None)


async def remove_attachment(session: AsyncSession, actor: Actor, *, campaign_id: int) -> None:
    """The message goes without a file. Raises NotFound, Stale."""
    await _draft(session, actor, campaign_id)
    await _write(session, campaign_id, attachment=None)


async def add_button(session: AsyncSession, actor: Actor, *, campaign_id: int, text: str) -> None:
    """Add a button typed as «label — goal». Raises Invalid, TooManyButtons, NotFound, Stale.

    A program must be of the message's own territory and have a group.
    """
    draft = await _draft(session, actor, campaign_id)
    rules.check_room_for_button(len(draft.buttons))
    label, goal, target = rules.parse_button(text)
    if goal is Goal.GROUP:
        groups = await programs.groups_of(session, int(target))
        if not groups or groups[0].territory_id != draft.territory_id:
            raise Invalid("campaign_button", "program")
        target = str(groups[0].id)
    await _write(session, campaign_id, buttons=[*draft.buttons, asdict(LinkButton(label, goal, target))])


async def remove_buttons(session: AsyncSession, actor: Actor, *, campaign_id: int) -> None:
    """The message goes without buttons of its own. Raises NotFound, Stale."""
    await _draft(session, actor, campaign_id)
    await _write(session, campaign_id, buttons=[])


async def set_audience(session: AsyncSession, actor: Actor, *, campaign_id: int, audience: Audience) -> None:
    """Choose who is meant. Raises NotFound, Stale, Invalid for a focus that the catalogue does not have."""
    if audience.focus is not None and audience.focus not in set(Focus):
        raise Invalid("focus", "choice")
    await _draft(session, actor, campaign_id)
    await _write(
        session,
        campaign_id,
        recipients=audience.recipients,
        certificate=audience.certificate,
        focus=audience.focus,
    )


async def drop(session: AsyncSession, actor: Actor, *, campaign_id: int) -> None:
    """Delete a draft. Raises NotFound, Stale."""
    await _draft(session, actor, campaign_id)
    await session.execute(
        delete(Campaign).where(Campaign.id == campaign_id, Campaign.status == CampaignStatus.DRAFT),
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    territory_id: int
    texts: dict[str, str]
    attachment: Attachment | None
    buttons: list[dict[str, Any]]


async def _draft(session: AsyncSession, actor: Actor, campaign_id: int) -> _Draft:
    """The actor's own draft; one that has gone on is Stale."""
    row = await session.execute(
        select(Campaign.status, Campaign.territory_id, Campaign.texts, Campaign.attachment, Campaign.buttons).where(
            Campaign.id == campaign_id,
            Campaign.author_id == actor.person_id,
            Campaign.territory_id.in_(actor.staff_territories),
        ),
    )
    found = row.one_or_none()
    if found is None:
        raise NotFound("campaign")
    if found.status is not CampaignStatus.DRAFT:
        raise Stale("campaign")
    file = found.attachment
    attachment = Attachment(rules.FileKind(file["kind"]), file["file"]) if file else None
    return _Draft(found.territory_id, found.texts, attachment, found.buttons)


async def _write(session: AsyncSession, campaign_id: int, **values: Any) -> None:
    """Change the draft if it is one still."""
    changed = await session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id, Campaign.status == CampaignStatus.DRAFT)
        .values(**values)
        .returning(Campaign.id),
    )
    if changed.one_or_none() is None:
        raise Stale("campaign")


def _merged(
    texts: dict[str, str], attachment: Attachment | None, typed: Typed
) -> tuple[dict[str, str], Attachment | None]:
    """Texts and file with what was typed; every text is checked again, for with a file less fits."""
    if typed.language not in rules.LANGUAGES:
        raise Invalid("campaign_language", "choice")
    if typed.attachment is not None:
        rules.check_file(typed.attachment.kind, typed.size)
        attachment = typed.attachment
    merged = dict(texts)
    if typed.markup is not None:
        merged[typed.language] = typed.markup
    has_file = attachment is not None
    return {language: rules.check_text(markup, has_file=has_file) for language, markup in merged.items()}, attachment
