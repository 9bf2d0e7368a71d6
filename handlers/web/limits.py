"""Doors count wrong tries by address: a thousand guesses a minute meet one sentence."""

from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from aiohttp import web

MOST = 30
"""Wrong tries at the doors, and codes asked for, of one address in a minute."""
WINDOW = timedelta(minutes=1)
HOME = 64
"""Bits of an IPv6 address that one subscriber cannot change at will (RFC 6177)."""
OWN = {"127.0.0.1", "::1"}
"""A proxy on this machine, whose last word on the visitor's address is believed."""
DOORS = ("/e/", "/i/", "/enter", "/login", "/verify")


def is_door(path: str) -> bool:
    """Where one comes in."""
    return path.startswith(DOORS)


def address_of(request: web.Request) -> str:
    """Whose the visitor's address is; behind a proxy of this machine, the one that the proxy saw."""
    remote = request.remote or ""
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return subscriber(seen if remote in OWN and seen else remote)


def subscriber(address: str) -> str:
    """Whoever has an IPv6 address has a whole network of them: they count as one. Anything else is as it came."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), HOME), strict=False))
