"""The act as JSON, word for word: neither the place nor the rules nor the formulas are in it."""

from dataclasses import asdict

from services.territories.rules.shapes import Act, IndicatorRow, Pack, WorkingGroup


def export(pack: Pack) -> dict[str, object]:
    """Give the JSON of ``kruzhok territory export``: the act's own words in the act's own order.

    What the act does not say is null, also where the screens fall back on something.
    """
    return {
        "slug": pack.slug,
        "title": pack.title,
        "territory": pack.territory,
        "authority": pack.authority,
        "act": _act(pack.act),
        "years": list(pack.years),
        "excluded_organizations": list(pack.excluded_organizations),
        "electronic_documents": list(pack.electronic_documents),
        "navigator_documents": list(pack.navigator_documents),
        "information_systems": list(pack.information_systems),
        "paper_in_2023": list(pack.paper_in_2023),
        "services": [asdict(service) for service in pack.services],
        "plan": [asdict(row) for row in pack.plan],
        "indicators": [_indicator(row) for row in pack.indicators],
        "working_group": _working_group(pack.working_group),
        "publication_deadlines": [asdict(deadline) for deadline in pack.publication_deadlines],
        "signature_rule": pack.signature_rule,
        "notes": list(pack.notes),
    }


def _act(act: Act) -> dict[str, object]:
    day = act.date.isoformat() if act.date else None
    return {"type": act.type, "number": act.number, "date": day, "status": act.status.value}


def _indicator(row: IndicatorRow) -> dict[str, object]:
    exported = asdict(row) | {"type": row.type.value}
    del exported["formula"]
    return exported


def _working_group(group: WorkingGroup | None) -> dict[str, object] | None:
    if group is None:
        return None
    return {
        "members": [{"role": seat.role, "name": None, "position": seat.position} for seat in group.members],
        "rules": asdict(group.rules),
    }
