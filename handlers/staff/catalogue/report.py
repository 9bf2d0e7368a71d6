"""The report of an import in plain lines."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from handlers.common.words import _, _n
from handlers.staff.catalogue import codes


@dataclass(frozen=True)
class Lines:
    """Parts of a report; an empty one has nothing to tell."""

    changes: list[str]
    records: list[str]
    refused: list[str]
    warnings: list[str]
    services: list[str]


def lines(report: dict[str, Any], *, most: int | None = None) -> Lines:
    """Word a report; of reasons and warnings at most so many are told one by one, the commonest first."""
    counts: dict[str, dict[str, Any]] = report.get("counts", {})
    refused: Counter[str] = Counter()
    for box in counts.values():
        refused.update(box["rejected"])
    warnings = Counter(report.get("warnings", {}))
    return Lines(
        changes=_changes(report.get("changes", {})),
        records=[_box(code, box) for code, box in counts.items()],
        refused=_list(_("Refused records, by reason:"), refused, codes.reason, most),
        warnings=_list(_("Taken, but look at them:"), warnings, codes.warning, most),
        services=_services(report.get("unmatched_services", [])),
    )


def _changes(told: dict[str, int]) -> list[str]:
    if not any(told.values()):
        return [_("Nothing in the catalogue has changed.")]
    created, updated, deleted = told.get("created", 0), told.get("updated", 0), told.get("deleted", 0)
    found = [_n("{count} new program", "{count} new programs", created).format(count=created)] if created else []
    if updated:
        found.append(_n("{count} program changed", "{count} programs changed", updated).format(count=updated))
    if deleted:
        found.append(_n("{count} program hidden", "{count} programs hidden", deleted).format(count=deleted))
    return [_("The catalogue is new: {changes}.").format(changes=", ".join(found))]


def _box(code: str, box: dict[str, Any]) -> str:
    told = _("{box}: {valid} of {total} taken").format(box=codes.box(code), valid=box["valid"], total=box["total"])
    deleted = box["deleted"]
    return f"{told}, {_('deleted at the source: {count}').format(count=deleted)}" if deleted else told


def _list(head: str, found: Counter[str], word: Any, most: int | None) -> list[str]:
    if not found:
        return []
    shown = found.most_common(most)
    rest = sum(found.values()) - sum(count for _code, count in shown)
    told = [f"• {word(code)}: {count}" for code, count in shown]
    if rest:
        told.append(f"• {_('other reasons')}: {rest}")
    return [head, *told]


def _services(told: list[dict[str, Any]]) -> list[str]:
    count = sum(one["programs"] for one in told)
    if not count:
        return []
    return [
        _n(
            "The act has no service for {count} program: its focus, form or children are not in the list.",
            "The act has no service for {count} programs: their focus, form or children are not in the list.",
            count,
        ).format(count=count)
    ]
