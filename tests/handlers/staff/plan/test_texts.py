"""Lines of the plan tell rows apart."""

import pytest

from handlers.staff.plan.texts import distinct
from services.plan.rules import keys
from services.territories.queries import shipped_texts
from services.territories.rules import parse

ACT = "Разработка проекта нормативного правового акта"


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        ([f"{ACT} о реестре", f"{ACT} о субсидии", "Семинар"], ["…о реестре", "…о субсидии", "Семинар"]),
        (["Акт о реестре", "Акт о субсидии"], ["Акт о реестре", "Акт о субсидии"]),
        ([ACT, f"{ACT} о субсидии"], ["…акта", "…акта о субсидии"]),
        ([ACT, ACT], ["…акта", "…акта"]),
        ([ACT], [ACT]),
        ([], []),
    ],
)
def test_a_common_beginning_is_left_out(texts: list[str], shown: list[str]) -> None:
    assert distinct(texts) == shown


@pytest.mark.parametrize("slug", ["apanasenkovsky", "smolensk", "livny", "kemerovo"])
def test_rows_of_the_acts_differ_in_their_lines(slug: str) -> None:
    plan = parse(shipped_texts()[f"{slug}.toml"], file=slug).plan
    told = distinct([row.activity for row in plan])
    assert all(told)
    assert len(set(told)) == len(keys(plan))
