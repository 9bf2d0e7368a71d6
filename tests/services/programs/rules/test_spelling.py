import random
import time

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from services.programs.rules.lexicon import Lexicon
from services.programs.rules.scripts import layouts, readings
from services.programs.rules.spelling import Speller

LETTERS, COMMON = "абвг", "аоиентрсвлкмдпу"


@given(
    st.lists(st.text(LETTERS, min_size=1, max_size=9), max_size=25),
    st.text(LETTERS, max_size=9),
    st.sampled_from((1, 2)),
)
def test_the_index_passes_over_no_near_word(words: list[str], word: str, most: int) -> None:
    known = {one for one in words if len(one) >= 3}
    near = {one: distance for one in known if (distance := OSA.distance(word, one)) <= most}
    assert dict(Speller(words).near(word, most)) == (near if len(word) >= 3 else {})


def test_a_correction_over_a_great_index_is_quick() -> None:
    draw = random.Random(4)
    tails = ["".join(draw.choices(COMMON, k=5)) for _ in range(300)]
    words = ["".join(draw.choices(COMMON, k=draw.randint(3, 7))) + draw.choice(tails) for _ in range(130_000)]
    lexicon = Lexicon(dict.fromkeys([*words, "робототехника"], 1))
    assert lexicon.correct("работотехника") == "робототехника"
    slips = [f"{word[:3]}{word[4:6]}ъ{word[7:]}" for word in words[:50]]
    begin = time.process_time()
    assert all(lexicon.correct(slip) for slip in slips)
    assert (time.process_time() - begin) / len(slips) < 0.015  # 1 ms on a quiet machine, 5 are allowed


def test_letters_are_read_in_both_ways() -> None:
    assert "компьютер" in readings("kompyuter")
    assert readings("танцы") == []
    assert layouts("hj,jn") == "робот"
    assert layouts("робот") == "hj,jn"
