"""Numbers that anybody may check: slips, forgeries, guesses, and what the check tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.certificates import actions
from services.certificates.queries import Standing, genuine
from services.certificates.rules import CHANCE, certificate_number, is_like_number, read_number
from services.core.errors import Invalid, NotFound
from tests.services.certificates.scene import approve, scene
from tests.support.factories.certificates import NOW

Sessions = async_sessionmaker[AsyncSession]
NUMBERS = st.builds(certificate_number, st.integers(2020, 2099), st.integers(1, 10**9), st.integers(0, CHANCE - 1))


@given(NUMBERS, st.data())
def test_any_wrong_digit_is_a_slip_and_any_writing_is_read(number: str, data: st.DataObject) -> None:
    assert len(number) <= 32
    for written in (
        number,
        f"Сертификат № {number}.",
        number.replace("-", " "),
        number.replace("-", "–"),
        _arabic(number),
    ):
        assert is_like_number(written)
        assert read_number(written) == number
    at = data.draw(st.sampled_from([place for place in range(2, len(number)) if number[place] != "-"]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[at]]))
    with pytest.raises(Invalid) as wrong:
        read_number(number[:at] + other + number[at + 1 :])
    assert wrong.value.why == "slip"


def _arabic(number: str) -> str:
    return number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2026-000123", "half"),
        ("робототехника для 8 лет", "shape"),
        ("+7 900 765-43-21", "shape"),
        ("112-233-445 95", "shape"),
        ("9" * 90, "shape"),
        ("' OR 1=1 --", "shape"),
        ("", "shape"),
    ],
)
def test_what_is_no_number_is_said_so(typed: str, why: str) -> None:
    assert is_like_number(typed) is (why == "half")
    with pytest.raises(Invalid) as wrong:
        read_number(typed)
    assert wrong.value.why == why


async def test_the_check_tells_state_term_and_services_and_a_guess_finds_nothing(sessions: Sessions) -> None:
    town, number = await scene(sessions)
    approval = await approve(sessions, town.clerk, number)
    async with sessions() as session:
        found = await genuine(session, f"№ {approval.number}", now=NOW)
        assert (found.number, found.standing) == (approval.number, Standing.RESERVED)
        assert (found.valid_from, found.valid_to) == (approval.valid_from, approval.valid_to)
        assert [one.hours for one in found.services] == [approval.hours]
        year, case, end = approval.number.split("-")
        guessed = certificate_number(int(year), int(case), (int(end[:7]) + 1) % CHANCE)
        with pytest.raises(NotFound):
            await genuine(session, guessed, now=NOW)
        await actions.withdraw(session, town.parent, application_id=number, now=NOW)
        assert (await genuine(session, approval.number, now=NOW)).standing is Standing.RELEASED
