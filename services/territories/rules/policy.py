"""The territory's own rules, each with where it comes from."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class SigningOrder(StrEnum):
    PROVIDER_FIRST = "provider_first"
    PARENT_FIRST = "parent_first"


class NonPublicRule(StrEnum):
    """Who is «негосударственный» in this act: the acts draw the line in three places.

    ``NOT_MUNICIPAL``: not a municipal institution. ``NOT_PUBLIC``: neither state nor municipal.
    ``SMOLENSK``: not a state institution, and for the consumers (3.5) not a regional organisation
    of additional education.
    """

    NOT_MUNICIPAL = "not_municipal"
    NOT_PUBLIC = "not_public"
    SMOLENSK = "smolensk"


class MonthDay(NamedTuple):
    """A day that comes every year."""

    month: int
    day: int

    def on(self, year: int) -> date:
        """Give the day of that year."""
        return date(year, self.month, self.day)


Sources = tuple[tuple[str, str], ...]
"""Pairs of a setting's name and where its value comes from: an item of the act, or «default»."""


@dataclass(frozen=True)
class Policy:
    """The territory's own rules; days are working days, ages are full years.

    The seven days for a decision and the four for a signature are the defaults of the administrative
    regulations of enrolment; the ages are those of the federal project «Успех каждого ребёнка», 5 to 17.
    """

    decision_days: int
    sign_days: int
    seat_answer_days: int
    age_min: int
    age_max_exclusive: int
    signing_order: SigningOrder
    survey_min_answers: int
    survey_open_days: int
    satisfied_grades: tuple[int, ...]
    code_tries: int
    code_minutes: int
    applications_per_child: int
    non_public_rule: NonPublicRule
    school_year_start: MonthDay
    level_apply: int
    """Level of identity that filing needs: 0 an account, 1 a confirmed phone, 2 a person confirmed at the desk."""
    level_sign: int
    """The same for signing; the one-time code that comes to the phone is enough for 1."""
    confirm_days: int
    """Working days in which an application filed below its level must be confirmed; its time of filing is kept."""
    opening_four_eyes: int
    """1: the results of an opening are published by another person than the one who drew."""
    unified_certificate: int
    """1: a child's certificates for two or more services are lines of one; 0: each stays by itself."""
    test_decision_days: int
    """Working days for the decision where the program has an entrance test; ``decision_days`` where it has none."""
    answer_days: int
    """Working days in which a parent answers a returned application; then the body decides on what it has."""
    warn_days: int
    """Working days before the end of a term at which the clerks are warned."""
    complaint_days: int
    """Calendar days after a refusal in which a complaint is taken."""
    suspension_days: int
    """Calendar days of the longest suspension of a certificate; after them it is in force again by itself."""
    unused_days: int
    """Calendar days in force without a payment, after which the family is told that the certificate is not used."""
    convert_days: int
    """Calendar days in force without a payment, after which the body may convert a certificate; 0 where it may not."""
    offer_hours: int
    """Hours for which a seat of the waiting list is held for one family; the night is not counted."""
    seat_by_club: int
    """1: the body waits for the club's answer as long as the club's term runs; 0: it need not."""
    approve_by_rule: int
    """1: what the club accepts and every rule admits is approved without a clerk; a refusal never is."""
    approval_four_eyes: int
    """1: an approval is proposed by one person of the body and made by another."""
    renewal_days: int
    """Calendar days for which the seat of a child who may go on is held, before the recruitment is open to all."""
    turn_four_eyes: int
    """1: a turn of the year is asked for by one person of the body and started by another."""
    year_end_first_days: int
    """Calendar days before the end of the budget year at which families first hear of money that would end unused."""
    year_end_last_days: int
    """The same for the last reminder."""
    departure_reply_days: int
    """Calendar days in which a family chooses another place when its club ends; seats are held through the last."""
    departure_remind_days: int
    """Calendar days before that last day at which a family that is silent is reminded."""
    survey_first_days: int
    """Calendar days after the first lesson at which a family is first asked about lessons."""
    survey_middle_days: int
    """Calendar days after the first lesson at which it is asked in the middle of the year."""
    survey_end_days: int
    """Calendar days before the last lesson at which it is asked for the last time."""
    survey_remind_days: int
    """Calendar days before a survey closes at which a silent family is reminded, once."""
    survey_most: int
    """Messages with surveys that a family gets in a year at most."""
    sources: Sources
