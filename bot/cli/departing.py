"""The words of ``kruzhok departure``."""

import argparse
from datetime import date
from typing import Any

GROUNDS = ("own_request", "licence_ended", "liquidation", "breach", "no_agreement", "group_closed")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"not a day: {text}") from wrong


def departure(commands: Any) -> None:
    """Begin with a dry run, undo, show."""
    deeds = commands.add_parser("departure", help="a club that ends").add_subparsers(dest="action", required=True)
    begin = deeds.add_parser("begin", help="offer every child there other places; run again, it goes on")
    which = begin.add_mutually_exclusive_group(required=True)
    which.add_argument("--provider", metavar="INN", help="the whole club")
    which.add_argument("--program", type=int, default=0, metavar="NUMBER")
    which.add_argument("--group", type=int, default=0, metavar="NUMBER")
    begin.add_argument("--on", type=_day, required=True, metavar="DAY", help="the last day of lessons, YYYY-MM-DD")
    begin.add_argument("--reply-by", type=_day, metavar="DAY", help="families choose through it; default by the policy")
    begin.add_argument("--ground", required=True, choices=GROUNDS)
    begin.add_argument("--document", required=True, help="kind, number and date of the paper")
    begin.add_argument("--no-hold", action="store_true", help="hold no seats for the families")
    begin.add_argument("--dry-run", action="store_true", help="only say what it would do")
    undo = deeds.add_parser("undo", help="the club stays, or has come back")
    show = deeds.add_parser("show", help="how it stands")
    for name, command in (("begin", begin), ("undo", undo), ("show", show)):
        command.add_argument("--territory", metavar="SLUG", required=True)
        command.add_argument("--json", action="store_true", help="the last line is JSON")
        command.set_defaults(module="departure", function=name)
    for command in (undo, show):
        command.add_argument("--number", type=int, default=0, help="default: the latest")
