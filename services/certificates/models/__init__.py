"""Applications, certificates and places in waiting lists."""

from services.certificates.models.cases import (
    CERTIFIED,
    LIVE,
    LIVE_STATUSES,
    TO_DECIDE,
    UNDECIDED,
    UNFILED,
    UNTOLD,
    Application,
    ApplicationStatus,
    ApplicationStep,
    CaseMark,
    Certificate,
    CertificateChange,
    CertificateStatus,
    MarkKind,
)
from services.certificates.models.unified import UnifiedCertificate, UnifiedVersion
from services.certificates.models.waiting import IN_LIST, WaitingEntry, WaitingStatus

__all__ = [
    "CERTIFIED",
    "IN_LIST",
    "LIVE",
    "LIVE_STATUSES",
    "TO_DECIDE",
    "UNDECIDED",
    "UNFILED",
    "UNTOLD",
    "Application",
    "ApplicationStatus",
    "ApplicationStep",
    "CaseMark",
    "Certificate",
    "CertificateChange",
    "CertificateStatus",
    "MarkKind",
    "UnifiedCertificate",
    "UnifiedVersion",
    "WaitingEntry",
    "WaitingStatus",
]
