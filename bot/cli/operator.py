"""``kruzhok operator``: the recorded word that this desk may talk in the messenger in full."""

import argparse

from bot.channel import RESTRICTED
from bot.cli.refused import CommandRefused
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.words import _
from services.access import actions
from services.access.queries import confirmation
from services.core.clock import system_clock
from services.core.errors import Invalid


async def confirm(chosen: argparse.Namespace) -> int:
    """Record who confirmed and on what ground; the moment is now."""
    settings = load_settings()
    if settings.operator_kind not in RESTRICTED:
        raise CommandRefused(_("Only OPERATOR_KIND=body or institution needs a confirmation."))
    async with prepared(settings, system_clock) as database, database.sessions() as session:
        try:
            number = await actions.confirm_operator(
                session, kind=settings.operator_kind, who=chosen.who, ground=chosen.ground, now=system_clock()
            )
        except Invalid as wrong:
            raise CommandRefused(_("--{name} needs 3 to 400 characters.").format(name=wrong.field)) from wrong
        await session.commit()
    print(_("Confirmation No. {number} is recorded. Set CHANNEL_MODE=full and start anew.").format(number=number))
    return 0


async def show(_chosen: argparse.Namespace) -> int:
    """Print the word that holds."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        word = await confirmation(session)
    if word is None:
        print(_("There is no confirmation."))
        return 0
    told = _("No. {number}, {at}: {who} ({kind}). Ground: {ground}")
    print(
        told.format(
            number=word.id, at=f"{word.at:%Y-%m-%d %H:%M} UTC", who=word.who, kind=word.kind, ground=word.ground
        )
    )
    return 0


async def withdraw(_chosen: argparse.Namespace) -> int:
    """End the word that holds; the record stays."""
    async with prepared(load_settings(), system_clock) as database, database.sessions() as session:
        was = await actions.withdraw_confirmation(session, now=system_clock())
        await session.commit()
    if not was:
        raise CommandRefused(_("There is no confirmation."))
    print(
        _(
            "The confirmation is withdrawn. Within a minute the chat shows the catalogue and news only; before the "
            "next start set CHANNEL_MODE=public_info."
        )
    )
    return 0
