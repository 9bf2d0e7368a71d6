"""What the screens ask of a pack and the act does not say straight."""

from collections import Counter
from math import asin, cos, hypot, radians, sin

from services.territories.rules.parsing import normal_code
from services.territories.rules.shapes import Pack, Place

EARTH_KM = 6371.0


def act_codes(pack: Pack) -> frozenset[str]:
    """Give the codes of the act's services; none where it lists no services: then every service is its own."""
    return frozenset(normal_code(service.code) for service in pack.services)


def distance_km(place: Place, lat: float, lon: float) -> float:
    """Give the great-circle distance (haversine) from a place to a point."""
    half_lat = radians(lat - place.lat) / 2
    half_lon = radians(lon - place.lon) / 2
    chord = hypot(sin(half_lat), sin(half_lon) * (cos(radians(place.lat)) * cos(radians(lat))) ** 0.5)
    return 2 * EARTH_KM * asin(min(1.0, chord))


def nearness_km(pack: Pack, lat: float, lon: float) -> float:
    """Give the distance from a point to the nearest place that the pack names."""
    return min(distance_km(place, lat, lon) for place in (pack.local.centre, *pack.local.settlements))


def acting_authority(pack: Pack) -> str | None:
    """Give the authorised body, or whoever answers for most rows where the act names no body."""
    if pack.authority:
        return pack.authority
    named = [row.responsible for row in pack.indicators] + [row.responsible for row in pack.plan]
    answering = Counter(name for name in named if name)
    return answering.most_common(1)[0][0] if answering else None
