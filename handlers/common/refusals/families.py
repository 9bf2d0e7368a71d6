"""Words for the errors of the families room, and for values of forms and identifiers that cannot be right."""

from collections.abc import Callable

from handlers.common.refusals.base import Ways, Words
from handlers.common.screen import Row, button
from handlers.common.words import _, _n
from handlers.parent.families.keyboards import AddChild
from services.families.errors import ChildAlreadyAdded, ConsentMissing, OutOfAge


def _out_of_age(error: OutOfAge) -> str:
    if error.age < error.age_min:
        return _n(
            "The child is {count} year old now; the certificate is given from the age of {first}. "
            "Check the date of birth, or come back after the birthday.",
            "The child is {count} years old now; the certificate is given from the age of {first}. "
            "Check the date of birth, or come back after the birthday.",
            error.age,
        ).format(count=error.age, first=error.age_min)
    return _n(
        "By this date the child is {count} year old; the certificate is given up to {last} inclusive. "
        "Check the date of birth.",
        "By this date the child is {count} years old; the certificate is given up to {last} inclusive. "
        "Check the date of birth.",
        error.age,
    ).format(count=error.age, last=error.age_max_exclusive - 1)


def _already_added(_error: ChildAlreadyAdded) -> str:
    return _("You have a child with this СНИЛС in your list already. Check the number, or open “Children” in the menu.")


def _consent_missing(_error: ConsentMissing) -> str:
    return _(
        "A special category is recorded only with your consent. Open “Children” in the menu and press “Add a child”: "
        "the consent comes at its place, and you may decline it.",
    )


def _to_consent(_error: ConsentMissing) -> tuple[Row, ...]:
    return ([button(_("👧 Add a child"), AddChild())],)


def _name_long() -> str:
    return _("That is too long for a name. Write only the surname, first name and patronymic.")


def _name_words() -> str:
    return _("I need two to four words: surname, first name and, if there is one, patronymic.")


def _name_format() -> str:
    return _(
        "A name has letters of one alphabet, hyphens and apostrophes only. Please write it again as in the document.",
    )


def _date_format() -> str:
    return _("I couldn't read that as a date. Write day, month and year, like 14.05.2018.")


def _date_impossible() -> str:
    return _("There is no such day in the calendar. Check the day and the month, like 14.05.2018.")


def _date_future() -> str:
    return _("This day has not come yet. Check the year of birth.")


def _snils_spelling() -> str:
    return _("A СНИЛС is 11 digits, like 112-233-445 95. Please write it again.")


def _snils_digits() -> str:
    return _("The check digits of this СНИЛС don't agree: one digit is mistyped. Compare it with the document.")


def _phone_spelling() -> str:
    return _("I couldn't read that as a phone number. Write it like +7 912 345-67-89.")


def _phone_digits() -> str:
    return _("There is no such phone number. Check the digits; it should look like +7 912 345-67-89.")


def _choice() -> str:
    return _("Please choose one of the buttons under the question.")


def _empty() -> str:
    return _("An empty answer doesn't help here. Please write it in words.")


def _inn_spelling() -> str:
    return _("An ИНН is 10 digits of an organisation or 12 of a person. Please write it again.")


def _inn_digits() -> str:
    return _("The check digits of this ИНН don't agree: one digit is mistyped. Compare it with the document.")


def _ogrn_spelling() -> str:
    return _("An ОГРН is 13 digits, an ОГРНИП is 15. Please write it again.")


def _ogrn_digits() -> str:
    return _("The check digit of this ОГРН doesn't agree: one digit is mistyped. Compare it with the document.")


def _kpp() -> str:
    return _("A КПП is 9 signs: digits, the fifth and sixth may be Latin letters. Please write it again.")


def _service_code() -> str:
    return _("A service code looks like 804200О.99.0.ББ52АЖ72000. Please copy it from the act.")


WORDS: Words = {
    OutOfAge: _out_of_age,
    ChildAlreadyAdded: _already_added,
    ConsentMissing: _consent_missing,
}
WAYS: Ways = {ConsentMissing: _to_consent}


def _too_long() -> str:
    return _("That is too long for this field. Please write it shorter.")


def _birth_certificate() -> str:
    return _("A birth certificate has a Roman number, two letters and six digits, like IV-АБ 123456.")


def _passport() -> str:
    return _("A Russian passport has ten digits, like 1234 567890. Please write it again.")


def _department_code() -> str:
    return _("The code of the office is six digits, like 123-456. Please write it again.")


def _postcode() -> str:
    return _("A postal code is six digits. Please write it again.")


def _email() -> str:
    return _("I couldn't read that as an e-mail. It looks like anna@example.ru.")


def _paper_date_future() -> str:
    return _("This day has not come yet. Check the year of the paper.")


def _paper_over() -> str:
    return _("This paper is over already. Check the date, or bring a new one to the office.")


def _paper_far() -> str:
    return _("This day is too far ahead. Check the year, or leave it out if the paper has no term.")


INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("", "empty"): _empty,
    ("", "long"): _too_long,
    ("", "choice"): _choice,
    ("birth_certificate", "format"): _birth_certificate,
    ("passport", "format"): _passport,
    ("department_code", "format"): _department_code,
    ("postcode", "format"): _postcode,
    ("email", "format"): _email,
    ("issued_on", "format"): _date_format,
    ("issued_on", "date"): _date_impossible,
    ("issued_on", "future"): _paper_date_future,
    ("valid_until", "format"): _date_format,
    ("valid_until", "date"): _date_impossible,
    ("valid_until", "future"): _paper_far,
    ("valid_until", "past"): _paper_over,
    ("right", "choice"): _choice,
    ("full_name", "long"): _name_long,
    ("full_name", "words"): _name_words,
    ("full_name", "format"): _name_format,
    ("full_name", "empty"): _name_words,
    ("birth_date", "format"): _date_format,
    ("birth_date", "long"): _date_format,
    ("birth_date", "empty"): _date_format,
    ("birth_date", "date"): _date_impossible,
    ("birth_date", "future"): _date_future,
    ("snils", "format"): _snils_spelling,
    ("snils", "length"): _snils_spelling,
    ("snils", "long"): _snils_spelling,
    ("snils", "empty"): _snils_spelling,
    ("snils", "digits"): _snils_digits,
    ("phone", "format"): _phone_spelling,
    ("phone", "length"): _phone_spelling,
    ("phone", "long"): _phone_spelling,
    ("phone", "empty"): _phone_spelling,
    ("phone", "digits"): _phone_digits,
    ("category", "choice"): _choice,
    ("category", "long"): _choice,
    ("category", "empty"): _empty,
    ("inn", "format"): _inn_spelling,
    ("inn", "length"): _inn_spelling,
    ("inn", "digits"): _inn_digits,
    ("ogrn", "format"): _ogrn_spelling,
    ("ogrn", "length"): _ogrn_spelling,
    ("ogrn", "digits"): _ogrn_digits,
    ("kpp", "format"): _kpp,
    ("kpp", "length"): _kpp,
    ("service_code", "format"): _service_code,
    ("service_code", "length"): _service_code,
}
