"""Numbers by which Russian registers know people and organisations: spelling and check digits, nothing else.

Each function takes what was typed and returns the number as it is stored, or raises Invalid(field, why): ``format``
(a foreign character), ``length`` (too few or too many digits) or ``digits`` (the check digits do not agree, so a digit
was mistyped). A number that passes is well spelt; whether it was ever issued only the register knows.
"""

import re

from services.core.errors import Invalid

_SEPARATORS = re.compile(r"[\s\-–—‑().]")
_SNILS_UNCHECKED = 1_001_998
"""Numbers up to 001-001-998 were issued before check digits were introduced."""
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_KPP = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_PHONE = re.compile(r"[+0-9\s().\-–—‑/]+")
_CODE = re.compile(r"[0-9]{6}[ОР]\.[0-9]{2}\.[0-9]\.[А-Я]{2}[0-9]{2}[А-Я]{2}[0-9]{5}")
_CODE_LENGTH = 24
_LOOKALIKES = str.maketrans("ABCEHKMOPTX", "АВСЕНКМОРТХ")


def _digits(text: str, field: str, lengths: tuple[int, ...]) -> str:
    bare = _SEPARATORS.sub("", text)
    if re.fullmatch(r"[0-9]+", bare) is None:
        raise Invalid(field, "format")
    if len(bare) not in lengths:
        raise Invalid(field, "length")
    return bare


def _weigh(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def snils(text: str) -> str:
    """СНИЛС as 11 digits, from any spelling («112-233-445 95»).

    One mistyped digit is always found, but for two gaps of the official rule: sums that leave 0 and 100 share the
    check «00», and numbers up to 001-001-998 carry no check at all.
    """
    number = _digits(text, "snils", (11,))
    if int(number[:9]) > _SNILS_UNCHECKED:
        left = sum(int(digit) * (9 - place) for place, digit in enumerate(number[:9])) % 101
        if left % 100 != int(number[9:]):
            raise Invalid("snils", "digits")
    return number


def mask_snils(number: str) -> str:
    """«***-***-*** 95»: enough to tell two numbers apart, too little to use one."""
    return f"***-***-*** {number[9:]}"


def inn(text: str) -> str:
    """ИНН: 10 digits of an organisation or 12 of a person."""
    number = _digits(text, "inn", (10, 12))
    checks = {9: _INN_10} if len(number) == 10 else {10: _INN_11, 11: _INN_12}
    if any(_weigh(number, weights) != int(number[place]) for place, weights in checks.items()):
        raise Invalid("inn", "digits")
    return number


def ogrn(text: str) -> str:
    """ОГРН (13 digits, an organisation) or ОГРНИП (15, a sole trader)."""
    number = _digits(text, "ogrn", (13, 15))
    if int(number[:-1]) % (len(number) - 2) % 10 != int(number[-1]):
        raise Invalid("ogrn", "digits")
    return number


def kpp(text: str) -> str:
    """КПП of an organisation: nine signs, the fifth and sixth may be Latin letters; it has no check digit."""
    number = re.sub(r"\s", "", text).upper()
    if len(number) != 9:
        raise Invalid("kpp", "length")
    if _KPP.fullmatch(number) is None:
        raise Invalid("kpp", "format")
    return number


def phone(text: str) -> str:
    """A telephone in E.164 («+79123456789»); a number without a country is Russian."""
    import phonenumbers  # noqa: PLC0415 (its tables cost memory: load them when a phone is first typed)

    if _PHONE.fullmatch(text) is None:
        raise Invalid("phone", "format")
    try:
        number = phonenumbers.parse(text, "RU")
    except phonenumbers.NumberParseException as unread:
        raise Invalid("phone", "format") from unread
    if not phonenumbers.is_possible_number(number):
        raise Invalid("phone", "length")
    if not phonenumbers.is_valid_number(number):
        raise Invalid("phone", "digits")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def service_code(text: str) -> str:
    """Уникальный номер реестровой записи as the acts print it: «804200О.99.0.ББ52АЖ72000», letters Cyrillic.

    Blanks go, Latin look-alikes become Cyrillic, a zero in the seventh place becomes «О», and so does the full
    spelling with a dot after the sixth sign.
    """
    code = re.sub(r"\s", "", text).upper().translate(_LOOKALIKES)
    if len(code) == _CODE_LENGTH + 1 and code[6] == ".":
        code = code[:6] + code[7:]
    if len(code) != _CODE_LENGTH:
        raise Invalid("service_code", "length")
    if code[6] == "0":
        code = code[:6] + "О" + code[7:]
    if _CODE.fullmatch(code) is None:
        raise Invalid("service_code", "format")
    return code
