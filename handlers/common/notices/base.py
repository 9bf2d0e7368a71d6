"""How notices become words: each module of this package has ``RENDERERS``: kind → function(data) → Screen.

The language is already set when a renderer is called. ``data`` is what the room wrote: numbers, ids, ISO dates.
"""

from collections.abc import Callable
from typing import Any

from handlers.common.screen import Screen

Renderers = dict[str, Callable[[dict[str, Any]], Screen]]
