"""The house itself: arrows, rooms, sizes, routers, buttons and states."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from importlinter.cli import lint_imports

import handlers
from handlers.common.filters import IsProvider, IsStaff
from handlers.routers import DIALOGUE_BUTTONS, ROUTERS

ROOT = Path(__file__).parents[2]
PLANNED = {
    *(
        "indicators",
        "campaigns",
        "feedback",
        "monitoring",
        "plan",
        "openings",
        "departures",
        "doubles",
        "turns",
        "complaints",
        "contracts",
        "identity",
        "signing",
        "certificates",
        "orders",
    ),
    *(
        "programs",
        "providers",
        "families",
        "staff",
        "notices",
        "territories",
        "uploads",
        "documents",
        "forms",
        "access",
        "calendar",
    ),
    *("identifiers", "core"),
}
PARTS = {"models", "rules", "queries", "actions", "errors", "gateway", "__init__"}


def _routers(tops: Iterable[Router] = ROUTERS) -> Iterator[Router]:
    """Every router of the desk, those inside others too."""
    for router in tops:
        yield router
        yield from _routers(router.sub_routers)


def _import_all() -> list[str]:
    return [
        module.name
        for module in pkgutil.walk_packages(handlers.__path__, "handlers.")
        if importlib.import_module(module.name)
    ]


def _subclasses(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def test_arrows() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_rooms_are_planned_and_have_the_usual_parts() -> None:
    rooms = [path for path in (ROOT / "services").iterdir() if (path / "__init__.py").exists()]
    assert {room.name for room in rooms} <= PLANNED
    for room in rooms:
        if room.name != "core":
            assert {file.stem for file in room.glob("*.py")} <= PARTS, room.name


def test_sizes() -> None:
    for package in ("bot", "handlers", "services"):
        for file in (ROOT / package).rglob("*.py"):
            if "versions" in file.parts:
                continue
            text = file.read_text(encoding="utf-8")
            assert text.count("\n") <= 250, file
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    assert (node.end_lineno or 0) - node.lineno < 30, f"{file}:{node.name}"


FILING = {"apply", "apply_all", "file", "ask_transfer"}
PAST_THE_GATE = (
    "services/certificates/",
    "services/openings/actions/filing.py",
    "services/departures/actions/choosing.py",
    "services/turns/actions/answering.py",
    "bot/demo/",
)
"""The deeds themselves, the gate, the family's own seat going on before others may come or instead of one that ends,
and a past that never was."""


def test_every_filing_goes_through_the_gate_of_the_openings() -> None:
    for package in ("bot", "handlers", "services"):
        for file in (ROOT / package).rglob("*.py"):
            if not str(file.relative_to(ROOT)).startswith(PAST_THE_GATE):
                text = file.read_text(encoding="utf-8")
                assert "certificates" not in text or not _files(ast.parse(text)), file


def _files(tree: ast.Module) -> bool:
    """Whether a module files applications by the certificates room itself."""
    rooms: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {one.name: one.asname or one.name for one in node.names}
            if (node.module or "").startswith("services.certificates.actions") and FILING & set(names):
                return True
            if node.module == "services.certificates" and "actions" in names:
                rooms.add(names["actions"])
    used = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in FILING)
    return any(isinstance(node.value, ast.Name) and node.value.id in rooms for node in used)


def test_every_state_has_a_handler() -> None:
    _import_all()
    handled: set[str | None] = set()
    for router in _routers():
        for handler in router.message.handlers:
            for found in handler.filters or ():
                asked = inspect.unwrap(found.callback)
                if isinstance(asked, StateFilter):
                    handled.update(state.state for state in asked.states if isinstance(state, State))
                    handled.update(
                        state.state
                        for group in asked.states
                        if isinstance(group, type) and issubclass(group, StatesGroup)
                        for state in group.__all_states__
                    )
                if isinstance(asked, State):
                    handled.add(asked.state)
    assert {group.__name__ for group in _subclasses(StatesGroup) if "handlers." in group.__module__} == set(
        DIALOGUE_BUTTONS
    )
    groups = [group for group in _subclasses(StatesGroup) if group.__module__.startswith("handlers.")]
    assert groups
    for group in groups:
        for state in group.__all_states__:
            assert state.state in handled, state.state


def _widest(name: str, annotation: object) -> object:
    """The longest value that the desk ever packs into a field: ids fill the database's integer."""
    if annotation is bool:
        return False
    if annotation is str:
        return "w" * 14
    return 2**53 if name.endswith("_id") else 999


def test_buttons_fit_and_are_unique() -> None:
    _import_all()
    kinds = [kind for kind in _subclasses(CallbackData) if kind.__module__.startswith("handlers.")]
    prefixes = [kind.__prefix__ for kind in kinds]
    assert len(prefixes) == len(set(prefixes)), sorted(prefixes)
    for kind in kinds:
        values = {name: _widest(name, field.annotation) for name, field in kind.model_fields.items()}
        packed = kind.model_construct(**values).pack()
        assert len(packed.encode()) <= 64, kind


def _guards(router: Router, kind: type) -> bool:
    observers = (router.message, router.callback_query)
    return all(
        any(isinstance(found.callback, kind) for found in observer._handler.filters or ()) for observer in observers
    )


def test_staff_and_providers_routers_filter_their_role() -> None:
    named = [router for router in ROUTERS if router.name.split(".")[0] in {"staff", "provider"}]
    assert len(named) >= 4
    for router in named:
        assert _guards(router, IsStaff if router.name.startswith("staff.") else IsProvider), router.name


def test_every_router_is_in_the_list_and_the_catch_all_is_last() -> None:
    found = {
        value.name
        for name in _import_all()
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, Router)
    }
    assert found == {router.name for router in _routers()}
    assert ROUTERS[-1].name == "common.fallback"
