"""The command line. Commands are imported when they run, so that --help is quick.

Exit codes: 0 done, 1 refused by a rule or bad input (one line on stderr), 2 wrong usage.
"""

import argparse
import asyncio
import gc
import importlib
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from bot.cli.departing import departure
from bot.cli.ordering import order

Command = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]


def _number(text: str) -> int:
    return int(text)


def _year(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1900 <= int(text) <= 2999:
        raise argparse.ArgumentTypeError(f"not a year: {text}")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """Every command and option of design's table that is built."""
    root = argparse.ArgumentParser(prog="kruzhok", description="Front desk of a municipality's social order.")
    commands = root.add_subparsers(dest="command", required=True)
    _demo(commands)
    run = commands.add_parser("run", help="run the bot")
    run.add_argument("--roles", default="bot,worker,web", help="bot, worker, web, by comma")
    run.set_defaults(module="run", function="run")
    database = commands.add_parser("db", help="migrations").add_subparsers(dest="action", required=True)
    for action in ("upgrade", "check"):
        database.add_parser(action).set_defaults(module="db", function=action)
    _territory(commands)
    _catalog(commands)
    table = commands.add_parser("indicators", help="the act's table of indicators")
    table.add_argument("slug")
    table.add_argument("--year", type=_year, required=True)
    table.add_argument("--format", choices=("table", "json", "csv", "xlsx", "pdf", "png"), default="table")
    table.set_defaults(module="indicators", function="show")
    _staff(commands)
    _keys(commands)
    _operator(commands)
    _opening(commands)
    _ledger(commands)
    order(commands, _year)
    _turns(commands)
    departure(commands)
    doctor = commands.add_parser("doctor", help="what holds and what to mend")
    doctor.set_defaults(module="doctor", function="doctor")
    return root


def _demo(commands: Any) -> None:
    demo = commands.add_parser("demo", help="everything on this machine, without token or internet")
    demo.add_argument("--port", type=_number, default=8080)
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--seed", action="store_true", help="fill the database and exit")
    demo.add_argument("--script", action="store_true", help="play the main job and print it")
    demo.add_argument("--json", action="store_true", help="with --script: the last line is JSON")
    demo.add_argument("--private", action="store_true", help="forms on pages of our own, codes by text message")
    demo.add_argument("--pages", type=_number, default=8081, metavar="PORT", help="with --private: where the pages are")
    demo.set_defaults(module="demo", function="demo")


def _territory(commands: Any) -> None:
    territory = commands.add_parser("territory", help="packs").add_subparsers(dest="action", required=True)
    territory.add_parser("list").set_defaults(module="territory", function="show")
    load = territory.add_parser("load")
    load.add_argument("file")
    load.set_defaults(module="territory", function="load")
    export = territory.add_parser("export")
    export.add_argument("slug")
    export.set_defaults(module="territory", function="export")


def _catalog(commands: Any) -> None:
    catalog = commands.add_parser("catalog", help="programs and groups").add_subparsers(dest="action", required=True)
    search = catalog.add_parser("search", help="the search of the bot")
    search.add_argument("text", nargs="?", default="")
    search.add_argument("--territory", metavar="SLUG", help="where several territories have programs")
    search.add_argument("--limit", type=_number, default=10)
    search.add_argument("--json", action="store_true", help="one list of hits as JSON")
    search.add_argument("--batch", action="store_true", help="queries from stdin, one a line; one JSON list a line")
    search.set_defaults(module="catalog", function="search")
    _catalog_import(catalog)


def _catalog_import(catalog: Any) -> None:
    load = catalog.add_parser("import", help="a Navigator package, CSV or XLSX; all of it is seen at once, or nothing")
    load.add_argument("file")
    load.add_argument("--queued", type=_number, help=argparse.SUPPRESS)
    load.set_defaults(module="catalog_import", function="load")
    pull = catalog.add_parser("pull", help="the same from an address")
    pull.add_argument("url")
    pull.set_defaults(module="catalog_import", function="pull")
    for command in (load, pull):
        command.add_argument("--territory", metavar="SLUG", required=True)
        command.add_argument("--json", action="store_true", help="the report as JSON, in the last line")
        command.add_argument("--accept-removals", action="store_true", help="go on if many programs vanish")
    template = catalog.add_parser("template", help="the table to fill in")
    template.add_argument("--format", choices=("csv", "xlsx"), required=True)
    template.add_argument("--out", metavar="FILE")
    template.set_defaults(module="catalog_import", function="template")


def _ledger(commands: Any) -> None:
    ledger = commands.add_parser("ledger", help="the money of the order").add_subparsers(dest="action", required=True)
    check = ledger.add_parser("check", help="does every row agree; 1 if not, with the row named")
    check.add_argument("--json", action="store_true", help="the last line is JSON")
    check.set_defaults(module="ledger", function="check")


def _turns(commands: Any) -> None:
    year = commands.add_parser("year", help="the turn of the year").add_subparsers(dest="action", required=True)
    turn = year.add_parser("turn", help="offer seats to those who go on; run again, it goes on or says how it stands")
    turn.add_argument("--year", type=_year, required=True, help="the calendar year in which the school year begins")
    turn.add_argument("--dry-run", action="store_true", help="only say what it would do")
    undo = year.add_parser("undo", help="take it back, until recruitment is open to all")
    show = year.add_parser("show", help="how it stands")
    for command in (turn, undo, show):
        command.add_argument("--territory", metavar="SLUG", required=True, action="append")
        command.add_argument("--json", action="store_true", help="the last line is JSON")
    for name, command in (("turn", turn), ("undo", undo), ("show", show)):
        command.set_defaults(module="year", function=name)


def _staff(commands: Any) -> None:
    staff = commands.add_parser("staff", help="posts").add_subparsers(dest="action", required=True)
    invite = staff.add_parser("invite")
    invite.add_argument("--territory", required=True)
    invite.add_argument("--role", required=True, choices=("clerk", "chief", "admin", "provider"))
    invite.add_argument("--provider", metavar="INN")
    invite.set_defaults(module="staff", function="invite")
    show = staff.add_parser("list", help="who holds a post: number, post, territory, open pages, last seen")
    show.add_argument("--territory", metavar="SLUG")
    show.set_defaults(module="staff", function="show")
    link = staff.add_parser("link", help="a one-time link to the pages of a person's post")
    link.add_argument("number", type=_number)
    link.set_defaults(module="staff", function="link")
    end = staff.add_parser("end", help="end a person's open pages")
    end.add_argument("number", type=_number)
    end.add_argument("--forget-factor", action="store_true", help="forget a lost authenticator too")
    end.add_argument("--post", action="store_true", help="end the person's posts: they have left")
    end.set_defaults(module="staff", function="end")


def _operator(commands: Any) -> None:
    operator = commands.add_parser("operator", help="the word that this desk may talk in the messenger in full")
    deeds = operator.add_subparsers(dest="action", required=True)
    confirm = deeds.add_parser("confirm", help="record who confirmed it, and on what ground")
    confirm.add_argument("--who", required=True, help="post and name of the person who answers for it")
    confirm.add_argument("--ground", required=True, help="why article 15 of 41-FZ does not forbid it")
    confirm.set_defaults(module="operator", function="confirm")
    deeds.add_parser("show").set_defaults(module="operator", function="show")
    deeds.add_parser("withdraw").set_defaults(module="operator", function="withdraw")


def _opening(commands: Any) -> None:
    opening = commands.add_parser("opening", help="fair openings").add_subparsers(dest="action", required=True)
    show = opening.add_parser("show", help="the published record of the last opening, as JSON")
    show.add_argument("--territory", metavar="SLUG", required=True)
    show.set_defaults(module="opening", function="show")
    drill = opening.add_parser("drill", help="invented parents in a database made for it and thrown away")
    drill.add_argument("--territory", metavar="SLUG", required=True)
    drill.add_argument("--parents", type=_number, default=300)
    drill.add_argument("--seats", type=_number, default=30)
    drill.add_argument("--mode", choices=("time", "draw"), default="draw")
    drill.add_argument("--json", action="store_true")
    drill.set_defaults(module="opening", function="drill")


def _keys(commands: Any) -> None:
    keys = commands.add_parser("keys", help="keys of the encrypted fields").add_subparsers(dest="action", required=True)
    keys.add_parser("status", help="what stands under which key").set_defaults(module="keys", function="status")
    rotate = keys.add_parser("rotate", help="bring everything under the newest key while the desk runs")
    rotate.add_argument("--new", action="store_true", help="add a new key first")
    rotate.add_argument("--drop-old", action="store_true", help="drop the old keys when nothing is left under them")
    rotate.set_defaults(module="keys", function="rotate_keys")


def _loop_of(command: str) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker loop for what runs long, where it is installed."""
    if command not in {"run", "demo"}:
        return None
    try:
        return importlib.import_module("uvloop").new_event_loop  # type: ignore[no-any-return]
    except ImportError:
        return None


def main(argv: list[str] | None = None) -> int:
    """Run one command; every expected failure is one clear line."""
    chosen = parser().parse_args(argv)
    gc.disable()  # importing makes millions of objects that stay: looking for rubbish among them costs a third
    importlib.import_module("bot.lazily").import_aiogram()
    command: Command = getattr(importlib.import_module(f"bot.cli.{chosen.module}"), chosen.function)
    refused = importlib.import_module("bot.cli.refused")
    gc.freeze()  # nor does a later search go through them
    gc.enable()
    refused.speak()
    try:
        with asyncio.Runner(loop_factory=_loop_of(chosen.command)) as runner:
            return runner.run(command(chosen))
    except KeyboardInterrupt:
        return 0
    except BaseExceptionGroup as group:
        sentence = refused.sentence_of_group(group)
        if sentence is None:
            raise
    except Exception as error:
        sentence = refused.sentence(error)
        if sentence is None:
            raise
    print(sentence, file=sys.stderr)
    return 1
