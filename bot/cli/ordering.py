"""Arguments of ``kruzhok order``."""

from typing import Any


def order(commands: Any, year: Any) -> None:
    """Every deed names its territory, and its act and days where the rules ask for them."""
    deeds = commands.add_parser("order", help="the social order: lines, limits, rules of money")
    deeds = deeds.add_subparsers(dest="action", required=True)
    for action, help_ in (
        ("show", "what is promised of each line, and every limit"),
        ("report", "execution by section, as XLSX"),
        ("close", "end a budget year: what is free on yearly accounts is not carried over"),
    ):
        command = _command(deeds, action, help_)
        command.add_argument("--year", type=year, required=True)
        if action == "report":
            command.add_argument("--out", metavar="FILE", required=True)
    _rule(deeds)
    period = _command(deeds, "period", "money of a part of a budget year", by_act=True, has_days=True)
    period.add_argument("--money", required=True, metavar="ROUBLES")
    focus = _command(deeds, "focus", "how many certificates of a field are paid for", by_act=True)
    focus.add_argument("--year", type=year, required=True)
    focus.add_argument("--focus", required=True, choices=("tech", "science", "sport", "art", "tourism", "social"))
    focus.add_argument("--most", required=True, help="a number, 0 pays for none; none sets no limit")
    agreement = _command(deeds, "agreement", "an agreement with a provider, by its number", has_days=True)
    agreement.add_argument("--inn", required=True)
    agreement.add_argument("--number", required=True)
    agreement.add_argument("--money", default="none", metavar="ROUBLES", help="none: without a sum")
    _ledger(deeds)


def _ledger(deeds: Any) -> None:
    """Moves of the ledger: each names the person of the body who does it."""
    pay = _command(deeds, "pay", "a line of an accepted act of rendered services pays hours of a contract")
    pay.add_argument("--case", type=int, required=True, metavar="NUMBER", help="of the application")
    pay.add_argument("--hours", required=True, help="person-hours")
    pay.add_argument("--money", metavar="ROUBLES", help="without it, the hours' share of what the contract has left")
    pay.add_argument("--on", metavar="DAY", help="of the last lesson that it pays, like 2026-11-30; without it, today")
    pay.add_argument("--part", type=int, default=0, help="funding period of the certificate, from 0")
    unpay = _command(deeds, "unpay", "the counter-entry of a payment that was wrong")
    for command in (pay, unpay):
        command.add_argument("--act-line", required=True, help="of the act; each is paid once")
    adjust = _command(deeds, "adjust", "two persons change a child's account by a signed amount")
    adjust.add_argument("--account", type=int, required=True)
    adjust.add_argument("--amount", type=int, required=True, help="kopecks or hours, as the account counts")
    adjust.add_argument("--second", type=int, required=True, metavar="NUMBER", help="the second person")
    for command in (unpay, adjust):
        command.add_argument("--reason", required=True)
    for command in (pay, unpay, adjust):
        command.add_argument("--by", type=int, required=True, metavar="NUMBER", help="as in: kruzhok staff list")


def _rule(deeds: Any) -> None:
    rule = _command(deeds, "rule", "how certificates are funded in these days", by_act=True, has_days=True)
    rule.add_argument("--model", choices=("per_service", "account"), required=True)
    rule.add_argument("--unit", choices=("roubles", "hours"), default="roubles")
    rule.add_argument("--nominal", default="0", help="of the account, in the unit")
    rule.add_argument("--split", choices=("first_year", "by_period"), default="first_year")
    rule.add_argument("--needs-agreement", action="store_true")


def _command(deeds: Any, action: str, help_: str, *, by_act: bool = False, has_days: bool = False) -> Any:
    command = deeds.add_parser(action, help=help_)
    command.add_argument("slug", metavar="TERRITORY")
    if by_act:
        command.add_argument("--act", required=True, help="kind, date and number")
    if has_days:
        command.add_argument("--from", dest="first", required=True, metavar="DAY")
        command.add_argument("--to", dest="last", required=True, metavar="DAY")
    command.set_defaults(module="order", function=action)
    return command
