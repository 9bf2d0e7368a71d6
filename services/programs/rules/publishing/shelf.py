"""What the territory's act and place say of every program of its catalogue."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo

from services.programs.rules.publishing.codes import ServiceList
from services.programs.rules.publishing.excluded import excluded_by
from services.programs.rules.publishing.figures import Year, school_year
from services.programs.rules.publishing.geography import Gazetteer
from services.territories.rules import Local, MonthDay, Pack

_ARTS = re.compile(r"\(([^()]*за исключением[^()]*предпрофессиональн[^()]*)\)", re.IGNORECASE)
_ONLY = re.compile(r"(реализаци\w+ дополнительных общеразвивающих программ(?: для детей)?)", re.IGNORECASE)


@dataclass(slots=True)
class Shelf:
    """A territory's rules, ready to be asked a hundred thousand times."""

    excluded: tuple[str, ...]
    services: ServiceList
    gazetteer: Gazetteer
    preprofessional: str
    """The act's words by which pre-professional programs are not its service; empty if it has none."""
    zone: tzinfo
    year: Year
    year_start: MonthDay
    _kinds: dict[str, str | None]
    _places: dict[str, tuple[float, float] | None]

    def excluded_by(self, name: str) -> str | None:
        """The act's words that exclude an organisation of this name."""
        if name not in self._kinds:
            self._kinds[name] = excluded_by(name, self.excluded)
        return self._kinds[name]

    def place(self, address: str) -> tuple[float, float] | None:
        """Where an address is, as far as the pack's settlements tell."""
        if address not in self._places:
            if len(self._places) > _KEPT:
                self._places.clear()
            self._places[address] = self.gazetteer.find(address)
        return self._places[address]


_KEPT = 10_000


def shelf_of(pack: Pack, today: date) -> Shelf:
    """The rules of a pack on a day of its territory."""
    local: Local = pack.local
    start = pack.policy.school_year_start
    return Shelf(
        excluded=pack.excluded_organizations,
        services=ServiceList(pack.services),
        gazetteer=Gazetteer(local),
        preprofessional=next((match[1] for match in _found(pack)), ""),
        zone=local.timezone,
        year=school_year(today, start),
        year_start=start,
        _kinds={},
        _places={},
    )


def _found(pack: Pack) -> Iterator[re.Match[str]]:
    """Where the act leaves the programs out, then where it says that its service is general-developmental programs."""
    texts = (pack.title, *(row.goal for row in pack.indicators), *(row.activity for row in pack.plan))
    own = (*pack.electronic_documents, *texts, *(service.name or "" for service in pack.services))
    for pattern, sources in ((_ARTS, texts), (_ONLY, own)):
        yield from (match for text in sources if (match := pattern.search(text)))


def rules_of(pack: Pack, shelf: Shelf, *, version: int) -> str:
    """SHA-256 of everything that decides what is published of the same records."""
    told = (version, pack.services, pack.local, shelf.excluded, shelf.preprofessional, shelf.year, shelf.year_start)
    return hashlib.sha256(repr(told).encode()).hexdigest()
