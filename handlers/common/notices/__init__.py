"""How notices become words: every module of this package adds its ``RENDERERS``."""

import importlib
import pkgutil
from functools import cache
from typing import Any

from handlers.common.notices.base import Renderers
from handlers.common.screen import Screen


@cache
def renderers() -> Renderers:
    """All kinds of notices that have words."""
    found: Renderers = {}
    for module in pkgutil.iter_modules(__path__):
        found.update(getattr(importlib.import_module(f"{__name__}.{module.name}"), "RENDERERS", {}))
    return found


def render(kind: str, data: dict[str, Any]) -> Screen:
    """Word one notice in the language in use; KeyError for a kind without words is a defect."""
    return renderers()[kind](data)
