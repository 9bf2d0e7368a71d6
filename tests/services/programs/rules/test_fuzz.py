import time

from hypothesis import given, settings
from hypothesis import strategies as st

from services.programs.rules.wish import Wish, dump, less, load, parts, relaxations, understand
from tests.services.programs.rules import sentences
from tests.services.programs.rules.field import LEXICON, PLACES

PIECES = [
    *(text for kind in (sentences.NEGATIONS, sentences.HOURS, sentences.MONEY, sentences.AGES) for text, _wish in kind),
    *(
        "не",
        "кроме",
        "без",
        "или",
        "и",
        ",",
        "-",
        "8",
        "до",
        "с",
        "по",
        "лет",
        "17:00",
        "№",
        "₽",
        "класс",
        "тыс",
        "🎈",
        "\x00",
    ),
    *(
        '"',
        "'",
        "OR",
        "NEAR(",
        "*",
        "^",
        "--",
        "\u202e",
        "ё",
        "й",
        "0",
        "99999999999999999999",
        "1/2",
        "²",
        "٣ лет",
        "𗀀",
    ),
]


def _check(text: str) -> None:
    wish = understand(text, lexicon=LEXICON, places=PLACES)
    if wish is None:
        return
    assert load(dump(wish)) == wish
    assert set(relaxations(wish, lexicon=LEXICON)) <= set(parts(wish))
    for part in parts(wish):
        assert part not in parts(less(wish, part))
    left = wish
    for part in parts(wish):
        left = less(left, part)
    assert left == Wish()
    assert all(LEXICON.alternatives(word) and LEXICON.banned(word) for word in (*wish.words, *wish.without))
    assert wish.ages is None or 0 <= wish.ages[0] <= wish.ages[1] <= 18
    assert wish.after is None or wish.before is None or wish.after < wish.before
    assert wish.most_per_month is None or wish.most_per_month > 0


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_a_wish_or_nothing(text: str) -> None:
    _check(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from((" ", "", ", ")))
def test_any_mixture_of_conditions_is_a_wish(pieces: list[str], glue: str) -> None:
    _check(glue.join(pieces))


@settings(max_examples=100, deadline=None)
@given(st.text("абвгдеёиклмнопрст ,-0123456789qwertyuiop[];'", max_size=300))
def test_any_letters_are_a_wish(text: str) -> None:
    _check(text)


def test_an_ordinary_sentence_takes_little_time() -> None:
    said = [text for text, _wish in (*sentences.CONDITIONS, *sentences.NEGATIONS, *sentences.SLIPS)]
    for text in said:
        understand(text, lexicon=LEXICON, places=PLACES)
    begin = time.process_time()
    for text in said:
        understand(text, lexicon=LEXICON, places=PLACES)
    assert (time.process_time() - begin) / len(said) < 0.003  # 0.4 ms on a quiet machine


def test_a_text_of_five_thousand_signs_takes_little_time() -> None:
    for text in (
        "не " * 1_700,
        "8 " * 2_500,
        "пн-пт " * 900,
        "робот" * 1_000,
        "a" * 5_000,
        "';[],." * 900,
        "2 000 до " * 600,
    ):
        understand(text, lexicon=LEXICON, places=PLACES)
        begin = time.process_time()
        understand(text, lexicon=LEXICON, places=PLACES)
        assert time.process_time() - begin < 0.05, text[:10]  # 10 ms on a quiet machine
