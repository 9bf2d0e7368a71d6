"""``kruzhok staff``: one-time invitations."""

import argparse

from bot.app import open_bot
from bot.cli.refused import CommandRefused
from bot.limiter import Window
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.context import Desk
from handlers.common.words import _
from services.core.actor import Role
from services.core.clock import system_clock
from services.providers.queries import provider_by_inn
from services.staff.actions import invite as make_invite
from services.territories.queries import territory_by_slug


async def invite(chosen: argparse.Namespace) -> int:
    """Print a deep link that gives a post once, within seven days."""
    role = Role(chosen.role)
    if (role is Role.PROVIDER) != (chosen.provider is not None):
        raise CommandRefused(_("--provider INN goes with --role provider, and only with it."))
    settings = load_settings()
    async with prepared(settings, system_clock) as database:
        async with open_bot(settings, window=Window(1)) as bot:
            me = await bot.get_me()
        async with database.sessions() as session:
            territory = await territory_by_slug(session, chosen.territory)
            provider = None
            if chosen.provider is not None:
                provider = (await provider_by_inn(session, territory_id=territory.id, inn=chosen.provider)).id
            code = await make_invite(
                session,
                territory_id=territory.id,
                role=role,
                provider_id=provider,
                now=system_clock(),
            )
            await session.commit()
    print(Desk(me.username or "").link(f"i_{code}"))
    return 0
