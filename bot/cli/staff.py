"""``kruzhok staff``: one-time invitations and links, who has a post, and the forced end of open pages."""

import argparse

from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import open_bot
from bot.cli.refused import CommandRefused
from bot.limiter import Window
from bot.prepare import prepared
from bot.settings import load_settings
from handlers.common.context import Desk
from handlers.common.words import _, _n
from services.access import actions as access
from services.core.actor import Role
from services.core.clock import system_clock
from services.providers.queries import provider_by_inn
from services.staff import actions as staff
from services.staff import queries
from services.territories.queries import territories, territory_by_slug


async def invite(chosen: argparse.Namespace) -> int:
    """Print a deep link that gives a post once, within seven days, and the same for a browser if there are pages."""
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
            code = await staff.invite(
                session,
                territory_id=territory.id,
                role=role,
                provider_id=provider,
                now=system_clock(),
            )
            await session.commit()
    print(Desk(me.username or "").link(f"i_{code}"))
    if settings.public_url is not None:
        print(f"{settings.public_url.rstrip('/')}/i/{code}")
    return 0


async def show(chosen: argparse.Namespace) -> int:
    """Print who holds a post: number, post, territory, open pages. There are no names."""
    async with prepared(load_settings(), system_clock) as database, database.reads() as session:
        known = {one.id: one.slug for one in await territories(session)}
        wanted = (await territory_by_slug(session, chosen.territory)).id if chosen.territory else None
        for one in await queries.holders(session, wanted, now=system_clock()):
            seen = f"{one.seen_at:%Y-%m-%d %H:%M}" if one.seen_at else "–"
            print(f"{one.person_id}\t{one.role.value}\t{known[one.territory_id]}\t{one.sessions}\t{seen}")
    return 0


async def link(chosen: argparse.Namespace) -> int:
    """Print a one-time link to the pages of a person's post: the way in without the messenger."""
    settings = load_settings()
    if settings.public_url is None:
        raise CommandRefused(_("There are no pages: PUBLIC_URL is not set."))
    async with prepared(settings, system_clock) as database, database.sessions() as session:
        post, now = await _post_of(session, chosen.number), system_clock()
        audience = staff.audience_of(post.role)
        token = await access.issue_entry(session, person_id=chosen.number, audience=audience, target="/", now=now)
        await staff.tell_of(session, "staff_link_made", chosen.number, {post.territory_id}, by=None, now=now)
        await session.commit()
    print(f"{settings.public_url.rstrip('/')}/e/{token}")
    return 0


async def end(chosen: argparse.Namespace) -> int:
    """End a person's open pages at once; with ``--forget-factor`` the authenticator too, with ``--post`` all posts.

    The person and the administrators are told of either.
    """
    async with prepared(load_settings(), system_clock) as database, database.sessions() as session:
        number, now = chosen.number, system_clock()
        post = await _post_of(session, number)
        many = await access.close_sessions(session, person_id=number, now=now)
        if chosen.forget_factor:
            await access.reset_factor(session, person_id=number)
            await staff.tell_of(session, "staff_factor_forgotten", number, {post.territory_id}, by=None, now=now)
        if chosen.post:
            lands = {one.id for one in await territories(session)}
            posts = await staff.dismiss(session, person_id=number, lands=lands, by=None, now=now)
            print(_n("{count} post is ended.", "{count} posts are ended.", posts).format(count=posts))
        await session.commit()
    print(_n("{count} session is ended.", "{count} sessions are ended.", many).format(count=many))
    return 0


async def _post_of(session: AsyncSession, number: int) -> queries.Colleague:
    held = await queries.holders(session, None, now=system_clock())
    found = next((one for one in held if one.person_id == number), None)
    if found is None:
        raise CommandRefused(_("Nobody with this number holds a post. Run: kruzhok staff list"))
    return found
