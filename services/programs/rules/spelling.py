"""Finding the words of a list that are a slip or two of the fingers away from a typed one."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_SLIPS = 2
_PIECES = MOST_SLIPS + 1
_SHORTEST, _LONGEST = 3, 40
_NUMBER_BITS = 24
_HASH_MASK = (1 << 63 - _NUMBER_BITS) - 1


class Speller:
    """Words with an index for slips: letters left out, added, changed, or two neighbours swapped.

    Every word is cut into three pieces: two slips leave one of them whole and, by what lies left and right of it,
    nearly in its place. Only words that share such a piece are compared. The index takes 36 bytes a word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = [word for word in words if _SHORTEST <= len(word) <= _LONGEST]
        packed = sorted(
            (hash((len(word), piece, word[start:end])) & _HASH_MASK) << _NUMBER_BITS | number
            for number, word in enumerate(self._words)
            for piece, (start, end) in enumerate(_cut(len(word)))
        )
        self._keys = array("Q", (both >> _NUMBER_BITS for both in packed))
        self._numbers = array("I", (both & (1 << _NUMBER_BITS) - 1 for both in packed))

    def near(self, word: str, most: int) -> list[tuple[str, int]]:
        """Words of the list at most ``most`` (not over 2) slips away, with their distances, in no order."""
        if not _SHORTEST <= len(word) <= _LONGEST:
            return []
        numbers: set[int] = set()
        for key in _probes(word, most):
            first = bisect_left(self._keys, key)
            if first < len(self._keys) and self._keys[first] == key:
                numbers.update(self._numbers[first : bisect_left(self._keys, key + 1, first)])
        found = process.extract(
            word, [self._words[number] for number in numbers], scorer=OSA.distance, score_cutoff=most, limit=None
        )
        return [(other, int(distance)) for other, distance, _place in found]


@cache
def _cut(length: int) -> list[tuple[int, int]]:
    edges = [length * piece // _PIECES for piece in range(_PIECES + 1)]
    return list(pairwise(edges))


def _probes(word: str, most: int) -> set[int]:
    """Keys of all pieces that a near word can share.

    With no slip in piece number i, at most i of them are left of it or at most 2 - i right of it: so far it may move.
    A swap over an edge counts for the left piece: the right one is also tried with its first letter swapped back.
    """
    size, keys = len(word), set()
    for length in range(max(size - most, _SHORTEST), size + most + 1):
        for piece, (start, end) in enumerate(_cut(length)):
            left, right = min(piece, most), min(_PIECES - 1 - piece, most)
            for shift in range(max(-left, size - length - right), min(left, size - length + right) + 1):
                begin, finish = start + shift, end + shift
                if begin >= 0 and finish <= size:
                    keys.add(hash((length, piece, word[begin:finish])) & _HASH_MASK)
                    if begin:
                        part = word[begin - 1] + word[begin + 1 : finish]
                        keys.add(hash((length, piece, part)) & _HASH_MASK)
    return keys
