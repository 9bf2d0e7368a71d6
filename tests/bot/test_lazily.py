"""aiogram's types, completed later, are the same types."""

import json
import re
import subprocess
import sys
from pathlib import Path

from aiogram import methods, types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

ROOT = Path(__file__).parents[2]

LATER = """
import json, sys
from bot.lazily import import_aiogram
import_aiogram()
from aiogram.types import Chat, Message, Update
assert Message.__pydantic_complete__ and not Chat.__pydantic_complete__ and not Update.__pydantic_complete__
from tests.bot.test_lazily import fields
json.dump(fields(), sys.stdout)
"""


def fields() -> dict[str, dict[str, str]]:
    """Every type and method with its fields as pydantic reads them. PydanticUndefinedAnnotation for a lost name."""
    told = {}
    for module in (types, methods):
        for name in module.__all__:
            kind = getattr(module, name)
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                kind.model_rebuild()
                told[name] = {field: _told(info) for field, info in kind.model_fields.items()}
    return told


def _told(info: FieldInfo) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", f"{info.annotation} {info}")


def test_every_type_can_be_completed_later_and_is_the_same() -> None:
    told = subprocess.run([sys.executable, "-c", LATER], capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.returncode == 0, told.stderr
    later, now = json.loads(told.stdout), fields()
    assert len(now) > 500
    assert {name for name in now if later.get(name) != now[name]} == set()
