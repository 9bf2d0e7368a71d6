"""The document behind a value, as a file."""

from dataclasses import dataclass, field

from services.indicators.models import EvidenceFile
from services.uploads.gateway import Sealed
from services.uploads.rules import shown_name


@dataclass(frozen=True, slots=True)
class Evidence:
    """The document itself: checked by its contents and sealed in the store; ``name`` as the sender's device has it."""

    name: str = field(repr=False)
    paper: Sealed


def filed(value_id: int, file: Evidence) -> EvidenceFile:
    """The row that names the file; without its key nobody opens the bytes."""
    paper = file.paper
    return EvidenceFile(
        value_id=value_id,
        name=shown_name(file.name),
        key=paper.key,
        place=paper.place,
        media=paper.media,
        size=paper.size,
        digest=paper.digest,
    )
