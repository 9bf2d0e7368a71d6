"""Terms of links and sessions, and what a page's path may be; pure."""

import hashlib
import hmac
import re
from datetime import timedelta

ENTRY_TERM = timedelta(minutes=10)
"""Of one-time links and of a messenger's launch data."""
CLOCK_SLIP = timedelta(seconds=30)
"""How far ahead of ours the messenger's clock may go."""
SESSION_TERMS = {"parent": timedelta(hours=2), "staff": timedelta(hours=12), "provider": timedelta(hours=12)}
"""From the first page to a forced end."""
IDLE_TERMS = {"parent": timedelta(minutes=40), "staff": timedelta(hours=1), "provider": timedelta(hours=1)}
"""Since the last page."""
FACTOR_STEP = 30
"""Seconds of one code of the authenticator (RFC 6238, section 4)."""
FACTOR_TRIES = 5
FACTOR_LOCK = timedelta(minutes=15)
LOGIN_TERM = timedelta(minutes=10)
LOGIN_TRIES = 5
LOGIN_CODES = 5
"""Codes for one telephone within ``LOGIN_WINDOW``."""
LOGIN_WINDOW = timedelta(hours=1)
LOGIN_DIGITS = 6
STRANGERS_AN_HOUR = 300
"""Codes to telephones that nobody has, of the whole desk: text messages cost money, and strangers may ask for them."""
DESK_DIGITS = 8
DESK_TERM = timedelta(days=7)
"""Of a code that is given at the desk on paper: five tries at eight digits."""
_PATH = re.compile(r"/[A-Za-z0-9/_\-]{0,150}(\?[A-Za-z0-9_=&\-]{0,48})?")


def digest(token: str) -> str:
    """SHA-256 in hexadecimal: only this of a link or a session is kept."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def safe_target(path: str) -> str:
    """A path of ours to go to after the door; anything else is the first page (no open redirect)."""
    return path if _PATH.fullmatch(path) and not path.startswith("//") else "/"


def form_mark(secret: str) -> str:
    """What every form of a session carries against forgery from other sites; drawn from the secret, never kept."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()[:32]
