"""``make docs``: docs/lifecycle.md, written from the table of transitions and the list of rules."""

from pathlib import Path

from services.certificates.rules import lifecycle
from services.certificates.rules.balls import ball
from services.certificates.rules.changes import WAYS, Cause, Hold
from services.certificates.rules.eligibility import RULES
from services.certificates.rules.lifecycle import FINAL, PROVIDER_GROUNDS, TRANSITIONS, Remark
from services.complaints.rules import lifecycle as letters
from services.complaints.rules.roads import lawful
from services.contracts.models import ContractStatus

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"
_HEAD = """# The life of an application

Generated from `services/certificates/rules/lifecycle.py` and `eligibility.py` by `make docs`; a test holds it fresh.
A step that is not in the table cannot happen: the same table is the condition of the UPDATE that makes it. Terms are
settings of the territory's `[policy]` in working days of the production calendar, each with its source; the desk's own
overrides of the calendar (`calendar_days`) have the last word.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD, _diagram(), _table(), _balls(), _grounds(), _rules(), _certificates(), _others(), _complaints()]
    return "\n".join(parts)


def _diagram() -> str:
    rows = [f"    {way.start or '[*]'} --> {way.end}: {way.deed}" for way in TRANSITIONS]
    ends = [f"    {status} --> [*]" for status in sorted(FINAL)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *rows, *ends, "```", ""])


def _table() -> str:
    rows = [
        f"| {way.start or '–'} | {way.deed} | {way.end} | {', '.join(sorted(way.who))} "
        f"| {', '.join(way.guards) or '–'} | {', '.join(way.terms) or '–'} | {way.basis} |"
        for way in TRANSITIONS
    ]
    return "\n".join(
        ["## Steps", "", "| from | deed | to | who | guards | terms that begin | basis |", "|" + "---|" * 7, *rows, ""]
    )


def _balls() -> str:
    rows = []
    for status in lifecycle.S:
        for first in (False, True):
            found = ball(status, club_first=first)
            if first and found == ball(status):
                continue
            name = f"{status} (`seat_by_club`)" if first else status.value
            rows.append(f"| {name} | {found.turn or 'nobody'} | {found.term or '–'} | {found.then or '–'} |")
    return "\n".join(
        ["## Who holds the ball", "", "| state | whose turn | within | then, by itself |", "|" + "---|" * 4, *rows, ""]
    )


def _grounds() -> str:
    club = {one.value for one in PROVIDER_GROUNDS}
    rows = [f"| {one} | {'body, club' if one.value in club else 'body'} |" for one in lifecycle.Ground]
    remarks = ", ".join(f"`{one}`" for one in Remark)
    return "\n".join(
        [
            "## Grounds and remarks",
            "",
            "A refusal is always a person's act with a post and one of these grounds; no row lets the system refuse.",
            "",
            "| ground | who may use it |",
            "|---|---|",
            *rows,
            "",
            f"Returned to the parent for: {remarks}.",
            "",
        ]
    )


def _rules() -> str:
    rows = [f"| {rule.name} | {rule.version} | {rule.basis} |" for rule in RULES]
    return "\n".join(
        [
            "## Rules of eligibility",
            "",
            "Every decision keeps what each rule said, its version and its value (`application_steps.applied`).",
            "With `approve_by_rule` they approve what the club has accepted; they never refuse.",
            "",
            "| rule | version | basis |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _certificates() -> str:
    rows = [
        f"| {way.start or '–'} | {way.deed} | {way.end} | {', '.join(sorted(way.who))} "
        f"| {way.guard or '–'} | {way.term or '–'} | {way.basis} |"
        for way in WAYS
    ]
    holds, causes = (", ".join(f"`{one}`" for one in kind) for kind in (Hold, Cause))
    return "\n".join(
        [
            "## The life of a certificate",
            "",
            "From `services/certificates/rules/changes.py`. Each step after the approval is a version",
            "(`certificate_changes`), shown to the parent, to the clerk and on the paper. `suspension_days`,",
            "`unused_days` and `convert_days` are calendar days.",
            "",
            f"Grounds of a suspension: {holds}; of its early end: {causes}.",
            "",
            "| from | deed | to | who | guard | term | basis |",
            "|" + "---|" * 7,
            *rows,
            "",
        ]
    )


def _others() -> str:
    return "\n".join(["## States of the contract", "", ", ".join(one.value for one in ContractStatus), ""])


def _complaints() -> str:
    rows = [
        f"| {way.start or '–'} | {way.deed} | {way.end} | {way.who} | {', '.join(way.guards) or '–'} "
        f"| {way.term or '–'} | {way.basis} |"
        for way in letters.TRANSITIONS
    ]
    roads = [
        f"| {road.code} | {road.days} {road.counted} | {road.prolong or '–'} | {road.forward or '–'} | {road.warn} "
        f"| {road.club} | {road.settle} | {'heads' if road.heads else 'body'} | {road.act_en} |"
        for road in lawful()
    ]
    return "\n".join(
        [
            "## The life of a question, an appeal or a complaint",
            "",
            "From `services/complaints/rules/lifecycle.py` and `roads.toml`. A territory sets shorter terms by a",
            "document of its own, from a day on (`complaint_roads`); a letter keeps the road of the day of",
            "its filing.",
            "",
            "| from | deed | to | who | guards | term that begins | basis |",
            "|" + "---|" * 7,
            *rows,
            "",
            "| road | days | prolonged by | sent on within | warned before | club explains | settles | decides | act |",
            "|" + "---|" * 9,
            *roads,
            "",
        ]
    )


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
