"""A typed sentence as tokens: in Russian letters, without slips in the words that make conditions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import OSA

from services.programs.rules import keys, phrases
from services.programs.rules.lexicon import Lexicon
from services.programs.rules.scripts import Known, mend
from services.programs.rules.words import fold, is_known, normal_forms, read

LONGEST_QUERY = 300
"""Characters of a typed text that are read."""
MOST_TOKENS = 50
MOST_STRANGE = 8
MOST_MENDED = 4
"""Misspelt words of one sentence that are mended."""
_UNREAD = 5_000
_LONGEST_SHORT = 5
_SHORT = {"для", "лет", "год", "года", "или", "без", "кроме", "после", "рядом", "до", "не", "на", "по", "от"}
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?=[a-z])")
_TOKEN = re.compile(
    r"""
    (?P<time> (?<![\d.,:]) (?:[01]?\d|2[0-3]) : [0-5]\d (?!\d)
            | (?<![\d.,:]) (?:0?[7-9]|1\d|2[0-3]) \. (?:00|15|30|45) (?![.,]?\d)
            | (?<![\d.,:-]) (?:0?[7-9]|1\d|2[0-3]) - (?:00|30) (?![.,-]?\d) )
  | (?P<solid> [23][dд] (?![^\W_]) )
  | (?P<plus> \d{1,2} (?=\+) )
  | (?P<number> \d{1,3} (?:\ \d{3})+ (?!\d)
              | (?<!\d,) \d+ [.,] (?: 5(?!\d|,\d) | \d (?=\s*(?:тыс|т\b|к\b|k\b)) )
              | \d+ )
    (?: -? (?:ти|ми|х|и|й|ый|ой|ий|го|му|ом|м|е|ое|я|ая|ю|th|st|nd|rd) (?![^\W_]) )?
  | (?P<sign> [₽№] )
  | [^\W\d_]+
    """,
    re.VERBOSE,
)
_FIGURE = re.compile(r"№?\d+(?:[.:]\d+)?(?: (?:лет|класс))?|d[0-6]+")
_UNIT = re.compile(r"лет|летний|л|класс|руб|час")


@dataclass(slots=True)
class Token:
    """A word, a number or a sign between numbers.

    ``text`` as it is read, ``gap`` the signs before it, ``key`` its spelling in the line of figures, ``role``: what
    took it, empty while nobody did.
    """

    text: str
    gap: str = ""
    key: str = ""
    role: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens, and what was typed for those that were read otherwise."""

    tokens: list[Token]
    typed: dict[str, str]


def read_sentence(text: str, lexicon: Lexicon) -> Sentence:
    """Cut a typed text, mend its letters and its control words, and name the keys of figures."""
    folded = " ".join(_DASHES.sub("-", fold(text[:_UNREAD])).split())[:LONGEST_QUERY]
    known = Known(
        is_russian=lambda word: is_known(word) or lexicon.holds(word),
        is_latin=lambda word: phrases.is_control(word.replace("'", "")) or lexicon.knows(word),
        nearest=lexicon.correct,
    )
    mended, typed = mend(folded, known)
    found = list(islice(_familiar(_tokens(_APOSTROPHE.sub("", mended)), lexicon), MOST_TOKENS))
    _mend_slips(found, lexicon, typed)
    _name_keys(found)
    return Sentence(list(_with_signs(found)), typed)


def _familiar(found: Iterator[Token], lexicon: Lexicon) -> Iterator[Token]:
    """Tokens without the strange words after the first eight: guessing at their forms takes long and finds nothing."""
    strange = 0
    for token in found:
        is_familiar = phrases.is_control if token.text.isascii() else is_known
        strange += not (token.key or lexicon.holds(token.text) or is_familiar(token.text))
        if strange <= MOST_STRANGE:
            yield token


def _mend_slips(found: list[Token], lexicon: Lexicon, typed: dict[str, str]) -> None:
    """Mend tokens that neither the index nor the field nor a condition has; notes the words among them."""
    tries = 0
    for number, token in enumerate(found):
        word = token.text
        if token.key or tries >= MOST_MENDED or lexicon.knows(word) or phrases.is_control(word) or read(word)[1]:
            continue
        tries += 1
        follows = bool(number and found[number - 1].key)
        near = _swapped(word, follows=follows) or _nearest(word, lexicon)
        if near is not None and not phrases.is_empty(near) and not phrases.is_condition(near):
            typed[near] = typed.pop(word, word)
        token.text = near or word


def _nearest(word: str, lexicon: Lexicon) -> str | None:
    """The control word or the word to look for that a misspelt one is meant to be.

    A word of the field goes before words that say nothing, and before words that are a condition only with others.
    """
    control, topic = phrases.nearest(word, 1), lexicon.correct(word)
    if control is None:
        return topic or phrases.nearest(word, 2)
    is_firm = phrases.is_condition(control) and len(word) > phrases.SHORTEST_MENDED
    is_topic = topic is not None and lexicon.is_term(topic) and not is_firm
    return topic if is_topic else control


def _swapped(word: str, *, follows: bool) -> str | None:
    """«дял» for «для»; after a number also «лте», «гдоа»."""
    if len(word) > _LONGEST_SHORT or is_known(word):
        return None
    slips = ({word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}) & _SHORT
    if not slips and follows:
        return next((unit for unit in ("лет", "года", "класс", "руб") if OSA.distance(word, unit) == 1), None)
    return next(iter(slips), None)


def _tokens(text: str) -> Iterator[Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        key, said = "", match[0]
        if match["time"]:
            key = re.sub(r"[.-]", ":", said)
        elif match["plus"]:
            key = f"{said} лет"
        elif match["number"]:
            said = match["number"].replace(" ", "")
            key = said.replace(",", ".")
        yield Token(said, text[end : match.start()], key)
        end = match.end()


def _name_keys(tokens: list[Token]) -> None:
    for token in tokens:
        folded = token.text.replace("ё", "е")
        token.forms = tuple(dict.fromkeys((folded, *normal_forms(token.text))))
    for number, token in enumerate(tokens):
        if not token.key:
            beside = (one.forms for one in tokens[max(number - 1, 0) : number + 2] if one is not token)
            token.key = keys.key(token.text, tuple(form for forms in beside for form in forms))
    for number, token in enumerate(tokens):
        before = [one.key for one in tokens[max(number - 2, 0) : number]]
        after = tokens[number + 1].key if number + 1 < len(tokens) else ""
        is_house = before[-1:] in (["школа"], ["№"]) or "улица" in before
        if is_house and token.key.isdecimal() and after not in {"лет", "л", "класс", "летний"}:
            token.key = f"№{token.key}"


def _with_signs(tokens: list[Token]) -> Iterator[Token]:
    """Tokens, with the commas and dashes that stand between figures."""
    before = None
    for token in tokens:
        sign = next((sign for sign in ",-" if sign in token.gap), None)
        is_figure = before is not None and bool(_FIGURE.fullmatch(before.key) or _UNIT.fullmatch(before.key))
        if sign and is_figure and _FIGURE.fullmatch(token.key):
            yield Token(sign, key=sign, role="sign")
        yield token
        before = token
