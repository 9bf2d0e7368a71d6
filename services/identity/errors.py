"""What proving who one is may meet."""

from services.core.errors import Refused


class DetailsMissing(Refused):
    """There is nothing to confirm yet: the person has given neither name nor telephone."""


class AccountInUse(Refused):
    """The account has a family or a post of its own, so no other record can be linked to it."""


class PostHeld(Refused):
    """The record holds a post at work: no telephone and no single clerk gives it to another account."""
