"""Where an address is: a settlement of the pack that it names. No map is asked."""

import re

from services.territories.rules import Local, Place

_STREET = re.compile(
    r"\b(?:ул|улица|пр|пр-?к?т|проспект|пер|переулок|пл|площадь|б-?р|бульвар|проезд|ш|шоссе|наб|набережная|тупик)"
    r"\b[. ]*(?:[^\s,]+ )?$"
)
_REACH = 40
"""Letters before a name in which the word «street» can stand."""
_DISTRICT = re.compile(r"\bр-н\b")
_DASHES = re.compile(r"[‐‑–—]")


class Gazetteer:
    """The settlements of a territory."""

    def __init__(self, local: Local) -> None:
        self._centre = local.centre.name
        self._known = {_plain(place.name): place for place in (local.centre, *local.settlements)}
        names = sorted(map(re.escape, self._known), key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?![\w-])")

    def find(self, address: str) -> tuple[float, float] | None:
        """Latitude and longitude of the settlement that an address names; None if it names none."""
        best = self._best(address)
        return (best.lat, best.lon) if best else None

    def name(self, address: str) -> str | None:
        """The settlement that an address names, as the pack spells it; None if it names none."""
        best = self._best(address)
        return best.name if best else None

    def _best(self, address: str) -> Place | None:
        """A district or a village says more than the centre, a longer name more than a shorter one."""
        told = _plain(address)
        found = [self._known[match[0]] for match in self._names.finditer(told) if not _is_street(told, match.start())]
        return max(found, key=self._rank, default=None)

    def _rank(self, place: Place) -> tuple[bool, int]:
        return place.name != self._centre, len(place.name)


def _is_street(told: str, at: int) -> bool:
    """Whether what stands at a place is the name of a street."""
    return _STREET.search(told[max(0, at - _REACH) : at]) is not None


def _plain(text: str) -> str:
    return _DISTRICT.sub("район", _DASHES.sub("-", text.lower().replace("ё", "е")))
