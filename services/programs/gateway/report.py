"""What an import tells of the records that it met."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.programs.gateway.verdicts import Box, Reason, Warn


@dataclass(frozen=True, slots=True)
class BoxCounts:
    """Records of a box: every one is valid, deleted or rejected by one reason."""

    total: int
    valid: int
    deleted: int
    rejected: Mapping[Reason, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import did to the programs that people see."""

    created: int
    updated: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by box, warnings by code, and every rejected record by its local id (else uuid, else place from 1)."""

    counts: Mapping[Box, BoxCounts]
    warnings: Mapping[Warn, int]
    not_valid: Mapping[Box, Mapping[str, Reason]]

    def as_json(self, changes: Changes | None = None) -> dict[str, object]:
        """As ``catalog import --json`` prints it; ``changes`` is left out where nothing was changed on purpose."""
        told: dict[str, object] = {
            "counts": {
                box.value: {
                    "total": counts.total,
                    "valid": counts.valid,
                    "deleted": counts.deleted,
                    "rejected": {reason.value: number for reason, number in counts.rejected.items()},
                }
                for box, counts in self.counts.items()
            },
            "warnings": {warn.value: number for warn, number in self.warnings.items()},
        }
        if changes is not None:
            told["changes"] = {
                "created": changes.created,
                "updated": changes.updated,
                "deleted": changes.deleted,
            }
        told["not_valid"] = {
            box.value: {local_id: reason.value for local_id, reason in records.items()}
            for box, records in self.not_valid.items()
        }
        return told
