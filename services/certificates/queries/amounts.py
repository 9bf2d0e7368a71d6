"""What a certificate has, and a unified certificate with its lines: frozen facts, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from services.certificates.models import CertificateStatus
from services.certificates.rules.cover import Cover
from services.programs.queries import GroupView


@dataclass(frozen=True, slots=True)
class Money:
    """A certificate's money by the ledger, kopecks: it waits for the contract, is bound by it, is paid by acts."""

    reserved: int
    committed: int
    paid: int
    cover: Cover | None

    @property
    def left(self) -> int:
        """Promised and not yet paid."""
        return self.reserved + self.committed


STANDING = (CertificateStatus.RESERVED, CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED)
"""A line that is good for something, now or again."""


@dataclass(frozen=True, slots=True)
class UnifiedLine:
    """One service of it, with what its own ledger still holds; ``money`` is None where nothing was ever held."""

    application_id: int
    number: str
    service_code: str | None
    group: GroupView
    hours: int
    nominal: int
    money: Money | None
    valid_from: date
    valid_to: date
    status: CertificateStatus
    suspended_till: date | None

    @property
    def title(self) -> str:
        """Of the program."""
        return self.group.title

    @property
    def left(self) -> int:
        """Kopecks."""
        return 0 if self.money is None else self.money.left


@dataclass(frozen=True, slots=True)
class Version:
    """When it came to consist of how many services, and who did it."""

    number: int
    at: datetime
    made_by: int | None
    services: int


@dataclass(frozen=True, slots=True)
class UnifiedView:
    """The certificate of two or more services; lines that have ended stay in it."""

    number: str
    issued_at: datetime
    lines: tuple[UnifiedLine, ...]
    versions: tuple[Version, ...]

    @property
    def nominal(self) -> int:
        """Of the lines that stand, kopecks."""
        return sum(line.nominal for line in self.lines if line.status in STANDING)
