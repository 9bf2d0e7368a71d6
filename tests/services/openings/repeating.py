"""The draw repeated from the published record alone, by code that shares nothing with the desk's (docs/openings.md)."""

import hashlib
from typing import Any


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def repeat(record: dict[str, Any]) -> dict[int, tuple[int, int, int, bool]]:
    """number → (turn, round, place, seat); AssertionError where the record contradicts itself."""
    assert sha(record["seed"]) == record["seed_digest"]
    rows = record["applications"]
    mixed = sha(",".join(map(str, sorted(row[0] for row in rows))))
    assert mixed == record["entropy"]
    seats = {int(group): many for group, many in record["seats"].items()}
    in_time = sorted(rows, key=lambda row: (row[3], row[0]))
    asked: dict[int, int] = {}
    result: dict[int, tuple[int, int, int, bool]] = {}

    def look_at(row: list[Any], turn: int, lap: int) -> bool:
        number, _tag, group, _filed = row
        asked[group] = asked.get(group, 0) + 1
        got = seats[group] > 0
        seats[group] -= got
        result[number] = (turn, lap, asked[group], got)
        return got

    if record["mode"] == "time":
        for turn, row in enumerate(in_time):
            look_at(row, turn + 1, 1)
        return result
    children = sorted({row[1] for row in rows}, key=lambda tag: sha(f"{record['seed']}:{mixed}:{tag}"))
    left = {tag: [row for row in in_time if row[1] == tag] for tag in children}
    lap = 0
    while any(left.values()):
        lap += 1
        for at, tag in enumerate(children):
            while left[tag]:
                if look_at(left[tag].pop(0), at + 1, lap):
                    break
    return result
