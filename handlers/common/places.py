"""A page of ours as the payload of a link into the chat: whoever was let out comes back to the same place."""

import base64
import binascii

from services.access.rules import safe_target

LONGEST = 62
"""Signs that a link's payload holds beside its kind (Bot API, «Deep linking»: 64)."""
FIRST = "/my"


def place_code(path: str) -> str:
    """The payload that leads to a parent's page; one too long for it leads to the first page."""
    code = base64.urlsafe_b64encode(path.encode()).decode().rstrip("=")
    return f"o_{code}" if len(code) <= LONGEST and path.startswith(FIRST) else place_code(FIRST)


def place_of(payload: str) -> str:
    """The page of a payload; the first page for one that no page of ours has made."""
    code = payload.removeprefix("o_")
    try:
        path = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return FIRST
    return safe_target(path) if path == FIRST or path.startswith((f"{FIRST}/", f"{FIRST}?")) else FIRST
