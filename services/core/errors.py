"""The one small tree of expected errors. They carry data, never sentences.

    ServiceError
    ├── NotFound(what)         it is not there, or it is not yours: the same answer
    ├── NotAllowed(needed)     the actor has no such post
    ├── Invalid(field, why)    what was typed cannot be right
    ├── Refused                a rule of the territory says no
    ├── Stale(what)            the button outlived its facts
    └── Unavailable(retry_after)   something outside does not answer; what was done so far is kept

``handlers.common.errors`` maps class → words → way back; a house test proves that every class has words.
"""


class ServiceError(Exception):
    """Every expected error of the desk."""


class NotFound(ServiceError):
    """There is no such object, or it belongs to somebody else."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class NotAllowed(ServiceError):
    """The actor does not hold the post that this act needs."""

    def __init__(self, needed: str) -> None:
        super().__init__(needed)
        self.needed = needed


class Invalid(ServiceError):
    """A value that cannot be right; ``why`` is a code that has words."""

    def __init__(self, field: str, why: str = "format") -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why


class Refused(ServiceError):
    """A rule of the territory says no; subclasses carry the rule's figures."""


class Stale(ServiceError):
    """The button outlived its facts: the object has moved on."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Unavailable(ServiceError):
    """Something outside does not answer. ``retry_after`` is in seconds."""

    def __init__(self, what: str, retry_after: int = 60) -> None:
        super().__init__(what, retry_after)
        self.what = what
        self.retry_after = retry_after
