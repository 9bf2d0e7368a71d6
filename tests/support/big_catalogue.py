"""A catalogue of a large region, invented and seeded: a Navigator package of any size, written as a stream.

    python -m tests.support.big_catalogue OUT.json --programs 100000

100,000 programs with 200,000 groups and 250,000 schedules are about 430 MB.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

from tests.support.big_words import ENDINGS, FOCUSES, NAMES, PLACES, RESULTS, STARTS, STREETS, TOWNS

Json = dict[str, Any]
SEED = 1
STAMP = 1_788_000_000
DATASOURCE = "393aeccb-89ef-4a7e-ae42-08d5cebc2e30"
PROGRAMS_OF_A_PARTNER = 40
GROUPS_OF_A_PROGRAM = 2
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OVZ = ("deafness", "hearing_impairment", "blindness", "visual_impairment", "speech_impairment", "authism")
PARTNER, DIRECTION, PROGRAM, GROUP, SCHEDULE = range(1, 6)


def write(path: Path, programs: int, *, seed: int = SEED, stamp: int = STAMP) -> None:
    """Write a package of so many programs; the same arguments give the same bytes."""
    maker = Maker(random.Random(seed), programs, stamp)
    with path.open("w", encoding="utf-8") as out:
        out.write('{"package":{"dictionaries":{},"objects":{"regions":{}')
        _box(out, "partners", "partner", maker.partners())
        _box(out, "programDirections", "programDirection", maker.directions())
        _box(out, "programs", "program", maker.programs())
        _box(out, "groups", "group", maker.groups())
        _box(out, "schedules", "schedule", maker.schedules())
        out.write("}}}")


def uuid(box: int, number: int) -> str:
    """The uuid of the n-th record of a box, from 0."""
    return f"{number * 2654435761 % 2**32:08x}-{box:04x}-4000-8000-{number:012x}"


class Maker:
    """Invents records one by one; what lies below a record is found by its number."""

    def __init__(self, rng: random.Random, programs: int, stamp: int) -> None:
        self._rng = rng
        self._programs = programs
        self._stamp = stamp
        self._topics = [(focus, topic) for focus, topics in FOCUSES.items() for topic in topics]

    def partners(self) -> Iterator[Json]:
        """One for forty programs."""
        for number in range(-(-self._programs // PROGRAMS_OF_A_PARTNER)):
            name = f"МБУ ДО «{self._pick(PLACES)} «{self._pick(NAMES)}» № {number + 1}"
            address = f"Кемеровская область – Кузбасс, {self._pick(TOWNS)}, {self._street()}"
            yield self._head(PARTNER, number) | {
                "publicName": name,
                "shortName": name,
                "typeOrg": "additional",
                "departmentCode": "educations ",
                "actualAddress": address,
                "address": {},
                "phone": "+7 (000) 000-00-00",
                "oktmo": "32701000",
                "site": f"http://org{number}.example.org",
                "email": f"org{number}@example.org",
                "fiasRegion": DATASOURCE,
                "okato": {},
                "ogrn": f"{1024200000000 + number}",
            }

    def directions(self) -> Iterator[Json]:
        """One for each topic."""
        for number, (focus, (topic, *_words)) in enumerate(self._topics):
            yield self._head(DIRECTION, number) | {
                "focusCode": focus,
                "name": topic,
                "sortOrder": str(number),
                "significant": "false",
            }

    def programs(self) -> Iterator[Json]:
        """Programs with some 600 letters of text each."""
        for number in range(self._programs):
            place = self._rng.randrange(len(self._topics))
            focus, (topic, *words) = self._topics[place]
            low = self._rng.randint(4, 13)
            name = f"{topic}: {self._pick(words)} «{self._pick(NAMES)}»"
            ovz = self._rng.sample(OVZ, self._rng.randint(1, 3)) if self._rng.random() < 0.1 else {}
            yield self._head(PROGRAM, number) | {
                "partnerUuid": uuid(PARTNER, number // PROGRAMS_OF_A_PARTNER),
                "name": name,
                "fullName": {},
                "announce": f"{self._sentence(words)} Для детей {low}–{low + 4} лет.",
                "dateCreate": "2026-05-14T10:36:00",
                "dateChanged": "2026-09-07T12:28:00",
                "duration": self._pick("123"),
                "durationunit": "year",
                "minPersons": "5",
                "maxPersons": "15",
                "location": f"{self._pick(TOWNS)}, {self._street()}",
                "minAge": str(low),
                "maxAge": f"{low + 4}.0",
                "levelSet": self._pick((["initial", "basic"], "basic", "initial", "advanced")),
                "ovz": str(bool(ovz)).lower(),
                "ovzTypes": ovz,
                "invalidAdapted": str(bool(ovz)).lower(),
                "programRegistries": self._pick(("certified", "valued", "other", {})),
                "certificateRequired": {},
                "programType": "general",
                "state": "published",
                "fiasMunicipal": DATASOURCE,
                "okato": {},
                "oktmo": "32701000",
                "imageUrl": f"http://img.example.org/p{number}.jpg",
                "imageSmallUrl": {},
                "focusCode": focus,
                "directionUuid": uuid(DIRECTION, place),
                "reviewsAvg": {},
                "detailDescription": " ".join(self._sentence(words) for _ in range(2)),
                "programContent": f"Вводное занятие. {self._sentence(words)}",
                "goals": self._pick(RESULTS),
                "results": self._pick(RESULTS),
                "technicalBase": {},
            }

    def groups(self) -> Iterator[Json]:
        """Two of each program."""
        for number in range(self._programs * GROUPS_OF_A_PROGRAM):
            low = self._rng.randint(5, 12)
            yield self._head(GROUP, number) | {
                "programUuid": uuid(PROGRAM, number // GROUPS_OF_A_PROGRAM),
                "typeGroup": "group",
                "name": f"Группа {number % 9 + 1}",
                "ageFrom": f"{low}.0",
                "ageTo": f"{low + 3}.0",
                "sizeMin": "5",
                "size": str(self._rng.randint(8, 20)),
                "isPfdod": self._pick(("true", "false")),
                "dateBegin": f"2026-09-{self._rng.randint(1, 20):02}",
                "dateEnd": "2027-05-31",
                "isLocked": "true" if self._rng.random() < 0.1 else "false",
                "orderFrom": "2026-08-15",
                "orderTo": self._pick(({}, "2026-12-30")),
                "isLockedNextYear": "true",
                "availableNextYearOrderFrom": {},
                "availableNextYearOrderTo": {},
                "hoursYear": self._pick(("36.00", "72.00", "144.00", "216.00")),
                "costHourManual": {},
                "financingSources": self._money(),
                "dataTeachers": f"Педагог № {self._rng.randint(1, 99)}",
                "fiasMunicipal": DATASOURCE,
                "okato": {},
                "oktmo": "32701000",
            }

    def schedules(self) -> Iterator[Json]:
        """Five of four groups."""
        groups = self._programs * GROUPS_OF_A_PROGRAM
        for number in range(groups * 5 // 4):
            hour = self._rng.randint(9, 18)
            days = sorted(self._rng.sample(DAYS, self._rng.randint(1, 2)), key=DAYS.index)
            yield self._head(SCHEDULE, number) | {
                "groupUuid": uuid(GROUP, number % groups),
                "periodFrom": "2026-09-01",
                "periodTo": "2027-05-31",
                "weekDays": days[0] if len(days) == 1 else days,
                "timeStart": f"{hour}:00",
                "timeEnd": f"{hour + 1}:40",
                "duration": "2",
                "durationLength": "45",
                "breaks": "10",
            }

    def _money(self) -> object:
        cost = f"{self._rng.randint(20, 160) * 100}.00"
        budget, certificate = {"source": "budget", "cost": {}}, {"source": "pfdod_certificate", "cost": cost}
        return self._pick((budget, [budget, certificate], certificate, {"source": "private", "cost": cost}))

    def _head(self, box: int, number: int) -> Json:
        return {
            "uuid": uuid(box, number),
            "lastmodifiedTs": str(self._stamp + number % 86400),
            "datasource": DATASOURCE,
            "localId": f"{box}{number:07}",
            "isDeleted": "false",
        }

    def _sentence(self, words: list[str]) -> str:
        return f"{self._pick(STARTS)} {self._pick(words)} {self._pick(ENDINGS)}"

    def _street(self) -> str:
        return f"ул. {self._pick(STREETS)}, д. {self._rng.randint(1, 99)}"

    def _pick(self, options: Any) -> Any:
        return options[self._rng.randrange(len(options))]


def _box(out: TextIO, box: str, singular: str, records: Iterator[Json]) -> None:
    encode: Callable[[Json], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    out.write(f',"{box}":{{"{singular}":[')
    out.writelines(("," if number else "") + encode(record) for number, record in enumerate(records))
    out.write("]}")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--programs", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=SEED)
    told = arguments.parse_args()
    write(told.out, told.programs, seed=told.seed)
