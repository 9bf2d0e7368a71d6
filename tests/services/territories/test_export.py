"""The exported JSON: its keys, their order and their types."""

import json

import pytest

from services.territories.rules import export
from tests.services.territories.test_packs import pack_of
from tests.support.acts import SLUGS

TOP = (
    "slug title territory authority act years excluded_organizations electronic_documents navigator_documents "
    "information_systems paper_in_2023 services plan indicators working_group publication_deadlines signature_rule "
    "notes"
)
ROWS = {
    "services": "no code name consumer_category focus form",
    "plan": "stage_no stage item_no activity due result responsible",
    "indicators": "goal_no goal type text is_subrow unit base_value base_year target_value target_year responsible",
    "publication_deadlines": "text actor deadline",
}
WHOLE = {"no", "stage_no", "goal_no", "base_year", "target_year"}
NEVER_NULL = {"no", "code", "stage_no", "stage", "activity", "goal_no", "goal", "type", "text", "is_subrow"}


@pytest.mark.parametrize("slug", SLUGS)
def test_keys_stand_in_the_order_of_the_contract(slug: str) -> None:
    told = json.loads(json.dumps(export(pack_of(slug)), ensure_ascii=False))
    assert " ".join(told) == TOP
    assert list(told["act"]) == ["type", "number", "date", "status"]
    for name, keys in ROWS.items():
        assert {" ".join(row) for row in told[name]} <= {keys}


@pytest.mark.parametrize("slug", SLUGS)
def test_values_have_the_types_of_the_contract(slug: str) -> None:
    told = json.loads(json.dumps(export(pack_of(slug))))
    for name in ROWS:
        for row in told[name]:
            for key, value in row.items():
                kind = int if key in WHOLE else bool if key == "is_subrow" else str
                assert type(value) is kind or (value is None and key not in NEVER_NULL), (name, key, value)
    assert {row["type"] for row in told["indicators"]} == {"process", "intermediate", "final"}
    assert told["act"]["status"] in {"project", "adopted"}
    assert all(type(year) is int for year in (*told["years"], *told["navigator_documents"]))
    for name in ("excluded_organizations", "electronic_documents", "information_systems", "paper_in_2023", "notes"):
        assert all(type(text) is str and text for text in told[name])
    assert told["notes"]


def test_the_working_group_names_nobody() -> None:
    group = export(pack_of("kemerovo"))["working_group"]
    assert isinstance(group, dict)
    assert list(group) == ["members", "rules"]
    assert list(group["rules"]) == ["quorum", "decision", "tie", "frequency"]
    assert len(group["members"]) == 10
    assert {tuple(seat) for seat in group["members"]} == {("role", "name", "position")}
    assert {seat["name"] for seat in group["members"]} == {None}
    assert export(pack_of("livny"))["working_group"] is None


def test_settings_and_formulas_are_not_exported() -> None:
    told = json.dumps(export(pack_of("seversk")), ensure_ascii=False)
    assert "formula" not in told
    assert "Asia/Tomsk" not in told
    assert "decision_days" not in told


def test_what_the_act_does_not_say_is_null_or_empty() -> None:
    told = export(pack_of("seversk"))
    assert (told["authority"], told["signature_rule"], told["working_group"]) == (None, None, None)
    assert (told["services"], told["plan"], told["publication_deadlines"]) == ([], [], [])
