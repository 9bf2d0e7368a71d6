"""aiogram's types are completed at their first use, not while they are imported.

aiogram completes the validators of its four hundred types at the end of its import: two seconds and a hundred
megabytes, of which the desk uses a twentieth. pydantic completes a type by itself when it is first used, if the names
in its annotations can be found in its module; aiogram hides them there from all but type checkers.
"""

import importlib
import re
import sys
from inspect import get_annotations
from types import ModuleType

from pydantic import BaseModel

WORD = re.compile(r"\w+")


def import_aiogram() -> None:
    """Import aiogram's types without completing them. Does nothing once they are imported."""
    if "aiogram.types" in sys.modules:
        return
    complete = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(lambda *_kind, **_how: None)  # type: ignore[method-assign, assignment]
    try:
        types = importlib.import_module("aiogram.types")
    finally:
        BaseModel.model_rebuild = complete  # type: ignore[method-assign]
    for name in types.__all__:
        kind = getattr(types, name)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            _show_names(kind, types)
    types.Message.model_rebuild()  # first: whatever holds a message is then completed from it, ten times as fast


def _show_names(kind: type[BaseModel], types: ModuleType) -> None:
    """Put into a type's module what its annotations and those of its ancestors name."""
    seen = vars(sys.modules[kind.__module__])
    for ancestor in kind.__mro__:
        for annotation in get_annotations(ancestor).values():
            for word in WORD.findall(annotation) if isinstance(annotation, str) else ():
                if word not in seen and hasattr(types, word):
                    seen[word] = getattr(types, word)
