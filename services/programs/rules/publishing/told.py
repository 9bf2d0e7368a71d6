"""The error that ended an import as data, and back: its sentence is made when somebody reads it, in their language."""

import inspect
from typing import Any

from services.core.errors import ServiceError
from services.programs import errors

Told = dict[str, Any]


def told_of(error: Exception) -> Told:
    """The error's name and what it carries; a defect carries nothing but its name."""
    name = type(error).__name__
    if not isinstance(error, ServiceError) or getattr(errors, name, None) is not type(error):
        return {"error": name, "args": {}}
    init = type(error).__init__
    names = list(inspect.signature(init).parameters)[1:] if inspect.isfunction(init) else []
    return {"error": name, "args": {key: getattr(error, key) for key in names}}


def error_of(told: Told) -> ServiceError | None:
    """The error again; None for a defect."""
    kind = getattr(errors, told["error"], None)
    if not isinstance(kind, type) or not issubclass(kind, ServiceError):
        return None
    args = {key: tuple(value) if isinstance(value, list) else value for key, value in told["args"].items()}
    return kind(**args)
