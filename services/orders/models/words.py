"""The few words of the room."""

from enum import StrEnum


class Kind(StrEnum):
    """What an entry of the ledger does; «amount» is in the account's unit.

    Buckets of an account: balance (free), reserved (promised by a certificate), committed (bound by a contract in
    force), paid (rendered and accepted). Each kind moves an amount between two of them.
    """

    ALLOCATE = "allocate"
    """New nominal comes to the balance."""
    RESERVE = "reserve"
    """Balance → reserved: a certificate is promised."""
    RELEASE = "release"
    """Reserved → balance: refused, withdrawn, lapsed."""
    COMMIT = "commit"
    """Reserved → committed: the contract is in force."""
    CONSUME = "consume"
    """Committed → paid, by one line of an act; a counter-entry of it has negative amounts and names it."""
    RETURN = "return"
    """Committed → balance: the contract has ended early."""
    ADJUST = "adjust"
    """The nominal and the balance change by a signed amount, for a reason."""


class Model(StrEnum):
    """How a territory's certificates are funded (``PolicySet.certificateModel``)."""

    PER_SERVICE = "per_service"
    """Each certificate brings its own nominal."""
    ACCOUNT = "account"
    """A child has a yearly nominal, and certificates are promised from it; nothing is carried over."""


class Unit(StrEnum):
    """In what a nominal is counted."""

    ROUBLES = "roubles"
    """Kopecks in every column."""
    HOURS = "hours"
    """Person-hours (OKEI 539)."""


class Split(StrEnum):
    """Which budget year pays for a certificate that touches two."""

    FIRST_YEAR = "first_year"
    """The year of the first lesson pays all."""
    BY_PERIOD = "by_period"
    """Each funding period pays for its days: cut on 1 January and on the first day of the school year."""


class DraftState(StrEnum):
    """writing (something is still to be answered) → asked → done, or left."""

    WRITING = "writing"
    ASKED = "asked"
    DONE = "done"
    LEFT = "left"
