"""Spelling and check digits, against published numbers and against python-stdnum."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.exceptions import ValidationError
from stdnum.ru import inn as inn_oracle
from stdnum.ru import ogrn as ogrn_oracle

from services.core.errors import Invalid
from services.identifiers import rules

numbers = st.text("0123456789", min_size=9, max_size=9)


def _snils(first: str) -> str:
    left = sum(int(digit) * weight for digit, weight in zip(first, range(9, 0, -1), strict=True)) % 101
    return f"{first}{0 if left == 100 else left:02d}"


def _why(check: object, text: str) -> str:
    assert callable(check)
    with pytest.raises(Invalid) as refused:
        check(text)
    return refused.value.why


@pytest.mark.parametrize("typed", ["112-233-445 95", "11223344595", " 112 233 445-95 ", "112–233–445 95"])
def test_snils_is_read_from_any_spelling(typed: str) -> None:
    assert rules.snils(typed) == "11223344595"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("112-233-445 96", "digits"),
        ("112-233-445 9", "length"),
        ("112-233-445 955", "length"),
        ("112-233-445 9О", "format"),
        ("١١٢٢٣٣٤٤٥٩٥", "format"),
        ("", "format"),
    ],
)
def test_a_wrong_snils_says_why(typed: str, why: str) -> None:
    assert _why(rules.snils, typed) == why


def test_old_numbers_carry_no_check() -> None:
    assert rules.snils("001-001-998 00") == "00100199800"
    assert _why(rules.snils, "001-001-999 00") == "digits"


@given(numbers)
def test_every_number_passes_with_its_own_check(first: str) -> None:
    assert rules.snils(_snils(first)) == _snils(first)


@given(numbers, st.integers(0, 10), st.integers(1, 9))
def test_any_corrupted_digit_of_a_snils_is_refused(first: str, place: int, by: int) -> None:
    whole = _snils(first)
    changed = f"{whole[:place]}{(int(whole[place]) + by) % 10}{whole[place + 1 :]}"
    assume(int(first) > 1_001_998 and int(changed[:9]) > 1_001_998)  # below, the rule has no check
    assume(whole[9:] != "00")  # sums that leave 0 and 100 share this check
    assert _why(rules.snils, changed) == "digits"


def test_the_mask_shows_two_digits_only() -> None:
    assert rules.mask_snils("11223344595") == "***-***-*** 95"


@pytest.mark.parametrize("number", ["7707083893", "500100732259"])
def test_published_inn(number: str) -> None:
    assert rules.inn(number) == number


@given(st.text("0123456789", min_size=9, max_size=13))
def test_inn_agrees_with_the_oracle(number: str) -> None:
    assert _accepts(rules.inn, number) == _oracle(inn_oracle, number)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_a_right_inn_is_accepted_and_a_corrupted_one_is_not(first: str) -> None:
    number = first + inn_oracle.calc_company_check_digit(first)
    assert rules.inn(number) == number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert _why(rules.inn, wrong) == "digits"


@given(st.text("0123456789", min_size=10, max_size=10))
def test_a_persons_inn_with_computed_digits_is_accepted(first: str) -> None:
    number = first + inn_oracle.calc_personal_check_digits(first)
    assert rules.inn(number) == number


@pytest.mark.parametrize("number", ["1027700132195", "304500116000157"])
def test_published_ogrn(number: str) -> None:
    assert rules.ogrn(number) == number


@given(st.integers(10**11, 10**12 - 1))
def test_ogrn_agrees_with_the_oracle(body: int) -> None:
    number = f"{body}{ogrn_oracle.calc_check_digit(f'{body}0')}"
    assert rules.ogrn(number) == number
    assert _why(rules.ogrn, number[:-1] + str((int(number[-1]) + 1) % 10)) == "digits"


@given(st.sampled_from("34"), st.integers(10**12, 10**13 - 1))
def test_ogrnip_agrees_with_the_oracle(sign: str, body: int) -> None:
    """The oracle forgets the second step (mod 10): its two-digit remainders are not numbers of one digit."""
    left = int(ogrn_oracle.calc_check_digit(f"{sign}{body}0"))
    number = f"{sign}{body}{left % 10}"
    assert rules.ogrn(number) == number
    assert _why(rules.ogrn, number[:-1] + str((int(number[-1]) + 1) % 10)) == "digits"


@pytest.mark.parametrize(("typed", "kept"), [("773601001", "773601001"), ("7736 ab 001", "7736AB001")])
def test_kpp(typed: str, kept: str) -> None:
    assert rules.kpp(typed) == kept


@pytest.mark.parametrize(("typed", "why"), [("77360100", "length"), ("7736Я1001", "format"), ("", "length")])
def test_a_wrong_kpp_says_why(typed: str, why: str) -> None:
    assert _why(rules.kpp, typed) == why


@pytest.mark.parametrize(
    "typed",
    ["+7 912 345-67-89", "8 (912) 345-67-89", "89123456789", "9123456789", "7 912 345 67 89", "+79123456789"],
)
def test_a_phone_is_russian_by_default(typed: str) -> None:
    assert rules.phone(typed) == "+79123456789"


def test_a_foreign_phone_keeps_its_country() -> None:
    assert rules.phone("+375 29 123-45-67") == "+375291234567"


@pytest.mark.parametrize(
    ("typed", "why"),
    [("12345", "length"), ("+7 012 345-67-89", "digits"), ("позвоните мне", "format"), ("+++", "format")],
)
def test_a_wrong_phone_says_why(typed: str, why: str) -> None:
    assert _why(rules.phone, typed) == why


@pytest.mark.parametrize(
    "typed",
    [
        "804200О.99.0.ББ52АЖ72000",
        " 804200О.99.0. ББ52АЖ72000 ",
        "8042000.99.0.ББ52АЖ72000",
        "804200O.99.0.ББ52AЖ72000",
        "804200.О.99.0.ББ52АЖ72000",
    ],
)
def test_a_service_code_is_stored_in_cyrillic(typed: str) -> None:
    assert rules.service_code(typed) == "804200О.99.0.ББ52АЖ72000"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("804200О.99.0.ББ52АЖ7200", "length"),
        ("804200Ж.99.0.ББ52АЖ72000", "format"),
        ("804200О.99.0.QQ52АЖ72000", "format"),
    ],
)
def test_a_wrong_service_code_says_why(typed: str, why: str) -> None:
    assert _why(rules.service_code, typed) == why


def _accepts(check: object, text: str) -> bool:
    assert callable(check)
    try:
        check(text)
    except Invalid:
        return False
    return True


def _oracle(module: object, text: str) -> bool:
    try:
        module.validate(text)  # type: ignore[attr-defined]
    except ValidationError:
        return False
    return True
