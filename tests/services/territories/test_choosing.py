"""The pure helpers: distance, and who answers where no body is named."""

from dataclasses import replace

import pytest

from services.territories.rules import Place, acting_authority, distance_km, nearness_km
from tests.services.territories.test_packs import pack_of

MOSCOW = Place("Москва", 55.7558, 37.6173)


def test_the_distance_is_the_great_circle() -> None:
    assert distance_km(MOSCOW, 59.9386, 30.3141) == pytest.approx(634, abs=3)  # to Saint Petersburg
    assert distance_km(MOSCOW, 55.7558, 37.6173) == 0
    assert distance_km(Place("", 0, 0), 0, 180) == pytest.approx(20015, abs=1)
    assert distance_km(Place("", 65, 179.9), 65, -179.9) == pytest.approx(9.4, abs=0.1)  # over the date line


def test_a_settlement_counts_as_much_as_the_centre() -> None:
    assert nearness_km(pack_of("smolensk"), 55.212, 34.295) < 1


def test_nobody_answers_where_nobody_is_named() -> None:
    assert acting_authority(replace(pack_of("seversk"), indicators=())) is None
