"""Figures of the table: pure rules."""

from datetime import UTC, date, datetime

import pytest

from services.contracts.queries import ContractFact
from services.feedback.queries import Satisfaction
from services.indicators import rules
from services.indicators.queries import COMPUTED
from services.indicators.rules import Figure, Number, Tally
from services.plan.queries import Progress
from services.providers.models import Sector
from services.providers.queries import ProviderView
from services.territories.rules import NonPublicRule
from services.territories.rules.parsing import FORMULAS

CODE = "804200О.99.0.ББ52АЖ72000"


def contract(number: int, *, provider: int, child: int, code: str | None = CODE) -> ContractFact:
    return ContractFact(
        id=number,
        provider_id=provider,
        child_id=child,
        person_id=child,
        service_code=code,
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
        first_lesson_ends_at=datetime(2026, 9, 5, tzinfo=UTC),
    )


def provider(number: int, sector: Sector, inn: str | None = None, *, is_npo: bool = False) -> ProviderView:
    return ProviderView(
        id=number,
        territory_id=1,
        inn=inn or str(number),
        name="Клуб",
        sector=sector,
        is_npo=is_npo,
        licence="Л035",
        address="ул. Садовая, 1",
    )


PROVIDERS = {
    1: provider(1, Sector.MUNICIPAL),
    2: provider(2, Sector.STATE),
    3: provider(3, Sector.PRIVATE),
    4: provider(4, Sector.PRIVATE, inn="3"),
    5: provider(5, Sector.PRIVATE, is_npo=True),
    6: provider(6, Sector.PRIVATE, inn="5", is_npo=True),
}


@pytest.mark.parametrize(
    ("rule", "providers_apart", "children_apart"),
    [
        (NonPublicRule.NOT_MUNICIPAL, 2, 3),
        (NonPublicRule.NOT_PUBLIC, 1, 2),
        (NonPublicRule.SMOLENSK, 2, 2),
    ],
)
def test_each_act_leaves_out_other_sectors(rule: NonPublicRule, providers_apart: int, children_apart: int) -> None:
    contracts = [
        contract(1, provider=1, child=1),
        contract(2, provider=2, child=2),
        contract(3, provider=3, child=3),
        contract(4, provider=4, child=3),
    ]
    if rule is not NonPublicRule.SMOLENSK:
        contracts.append(contract(5, provider=4, child=1))
    found = rules.tally(contracts, providers=PROVIDERS, children={}, codes={CODE}, rule=rule)
    assert found == Tally(3, providers_apart, 3, children_apart)


def test_one_child_under_two_parents_is_one_consumer() -> None:
    contracts = [contract(1, provider=1, child=1), contract(2, provider=3, child=2)]
    found = rules.tally(
        contracts,
        providers=PROVIDERS,
        children={1: "same", 2: "same"},
        codes=frozenset(),
        rule=NonPublicRule.NOT_MUNICIPAL,
    )
    assert found == Tally(2, 1, 1, 1)


@pytest.mark.parametrize(("codes", "children"), [({CODE}, 1), (set(), 3)])
def test_an_act_without_services_counts_every_contract(codes: set[str], children: int) -> None:
    contracts = [
        contract(1, provider=1, child=1),
        contract(2, provider=1, child=2, code=None),
        contract(3, provider=1, child=3, code="854100О.99.0.ББ52БР20000"),
    ]
    found = rules.tally(contracts, providers=PROVIDERS, children={}, codes=codes, rule=NonPublicRule.NOT_MUNICIPAL)
    assert found.children == children


def test_no_contract_is_no_data_but_a_zero_beside_others_is_a_fact() -> None:
    assert rules.counts(Tally())["3.5"] == Figure(None, "no_data", numerator=0)
    assert rules.counts(Tally(1, 0, 7, 0))["3.5"] == Figure(0, numerator=0)
    assert rules.counts(Tally(1, 0, 7, 0))["3.4"].fact == 7


def test_non_profits_count_once_by_inn_and_only_with_contracts() -> None:
    contracts = [contract(number, provider=number, child=number) for number in (1, 5, 6)]
    contracts.append(contract(7, provider=3, child=7, code=None))
    found = rules.tally(contracts, providers=PROVIDERS, children={}, codes={CODE}, rule=NonPublicRule.NOT_MUNICIPAL)
    assert rules.counts(found)["1.3"] == Figure(1, numerator=1)
    assert rules.counts(found)["1.S"] == Figure(50, numerator=1, denominator=2)


def test_a_share_of_nobody_is_no_data() -> None:
    assert rules.counts(Tally())["1.S"] == Figure(None, "no_data", numerator=0, denominator=0)
    assert rules.counts(Tally(3, 0, 9, 0))["1.S"].fact == 0
    assert rules.counts(Tally(3, 2, 9, 5))["1.S"].fact == 66.7


@pytest.mark.parametrize(
    ("done", "base", "target", "figure"),
    [
        (Progress(0, 0, 0), "подготовка", "завершение", Figure(None, "no_plan")),
        (Progress(6, 0, 0), "нет", "да", Figure(None, "no_marks", 0, 6)),
        (Progress(6, 0, 3), "нет", "да", Figure("нет", None, 0, 6)),
        (Progress(6, 5, 9), "нет", "да", Figure("нет", None, 5, 6)),
        (Progress(6, 6, 9), "нет", "да", Figure("да", None, 6, 6)),
        (Progress(6, 6, 9), "подготовка", "завершение", Figure("завершение", None, 6, 6)),
        (Progress(15, 8, 9), "0", "8", Figure(8, None, 8, 15)),
        (Progress(15, 0, 1), "0", "8", Figure(0, None, 0, 15)),
        (Progress(9, 9, 9), None, None, Figure(9, None, 9, 9)),
        (Progress(9, 3, 9), "да", "да", Figure(3, None, 3, 9)),
    ],
)
def test_row_2_1_speaks_as_its_act(done: Progress, base: str | None, target: str | None, figure: Figure) -> None:
    assert rules.acts_amended(done, base=base, target=target) == figure


@pytest.mark.parametrize(
    ("count", "target", "figure"),
    [
        (0, "4", Figure(None, "no_campaigns", 0)),
        (0, "да", Figure(None, "no_campaigns", 0)),
        (3, "4", Figure(3, None, 3)),
        (3, "да", Figure("да", None, 3)),
        (1, "проведена", Figure("проведена", None, 1)),
        (2, None, Figure(2, None, 2)),
        (2, "будет определено по результатам профакторного анализа", Figure(2, None, 2)),
    ],
)
def test_row_3_1_speaks_as_its_act(count: int, target: str | None, figure: Figure) -> None:
    assert rules.campaigns_done(count, target=target) == figure


@pytest.mark.parametrize(
    ("voices", "figure"),
    [
        (Satisfaction(0, 0, 9), Figure(None, "no_answers", 0, 0, 5)),
        (Satisfaction(4, 4, 9), Figure(None, "few_answers", None, 4, 5)),
        (Satisfaction(5, 0, 9), Figure(0, None, 0, 5, 5)),
        (Satisfaction(5, 5, 9), Figure(100, None, 5, 5, 5)),
        (Satisfaction(12, 10, 12), Figure(83.3, None, 10, 12, 5)),
    ],
)
def test_satisfaction_needs_enough_answers(voices: Satisfaction, figure: Figure) -> None:
    assert rules.satisfied(voices, 5) == figure


@pytest.mark.parametrize(
    ("part", "whole", "value"), [(1, 3, 33.3), (2, 3, 66.7), (1, 2, 50), (1, 16, 6.3), (999, 1000, 99.9)]
)
def test_percents_have_one_decimal_half_up(part: int, whole: int, value: Number) -> None:
    assert rules.percent(part, whole) == value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("30 700", 30700),
        ("30\u00a0700", 30700),
        ("50", 50),
        ("0", 0),
        ("0,5", 0.5),
        ("100 проц.", "100 проц."),
        ("подготовка", "подготовка"),
        ("будет определено", "будет определено"),
        (None, None),
        (" ", None),
    ],
)
def test_plain_numbers_are_numbers(printed: str | None, value: Number | str | None) -> None:
    found = rules.value_of(printed)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("locale", ["ru", "en"])
def test_every_row_has_a_reason_or_is_computed(locale: str) -> None:
    for row in FORMULAS - COMPUTED:
        reason = rules.reason_text(rules.reason_of_row(row), locale, answers=None, needed=None)
        assert reason.endswith(".")
        assert "{" not in reason
    assert rules.reason_of_row("3.2S") == "external"
    assert rules.reason_of_row(None) == "by_hand"


def test_few_answers_say_how_many() -> None:
    assert rules.reason_text("few_answers", "ru", answers=3, needed=5) == (
        "Ответов пока 3, а показатель считают не меньше чем по 5."
    )


@pytest.mark.parametrize("rule", list(NonPublicRule))
@pytest.mark.parametrize("row", [*sorted(COMPUTED), "2.1 words", "3.1 words"])
def test_formulas_are_whole_sentences(rule: NonPublicRule, row: str) -> None:
    formula = rules.formula_text(row, rule=rule, grades=["полностью устраивает", "скорее устраивает"])
    assert "{" not in formula
    assert formula.endswith(".")
    assert ": ." not in formula
