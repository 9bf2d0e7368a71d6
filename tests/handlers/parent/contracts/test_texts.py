"""Screens and notices of contracts: they fit, and foreign text stays text."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handlers.common import words
from handlers.common.errors import sentence
from handlers.common.notices import render
from handlers.parent.contracts import keyboards, texts
from handlers.provider.contracts import keyboards as club_keyboards
from handlers.provider.contracts import texts as club_texts
from services.contracts.errors import NoRepresentative, NotYourTurn, SignTermOver
from services.contracts.models import ContractStatus
from services.contracts.queries import ContractPage, ContractText, ContractView
from services.contracts.rules import Side
from services.core.errors import Invalid
from services.signing.errors import TooManyCodes
from services.signing.models import SignatureKind
from services.signing.queries import SignatureView
from services.signing.rules import CodeCheck, CodeFault, IssuedCode
from tests.services.contracts.test_rules import FACTS

NOW = datetime(2026, 9, 8, 6, 0, tzinfo=UTC)
LONG = replace(
    FACTS,
    provider="П" * 300,
    program="<b>Р&</b>" + "Р" * 200,
    group="Г" * 100,
    place="М" * 300,
    authority="У" * 300,
    child="Р" * 200,
    lessons=tuple((day, "10:00", 120) for day in range(7)),
)
CONTRACT = ContractView(
    id=12,
    application_id=7,
    territory_id=1,
    provider_id=1,
    parent_id=1,
    child_id=1,
    group_id=1,
    digest="ab" * 32,
    template="contract-1",
    facts=LONG,
    status=ContractStatus.OFFERED,
    first_side=Side.PROVIDER,
    sign_by=date(2026, 9, 11),
    provider_agreed_at=NOW,
    parent_agreed_at=None,
    in_force_at=None,
    starts_on=date(2026, 9, 7),
    ends_on=date(2027, 5, 31),
    first_lesson_ends_at=None,
)
IN_FORCE = replace(CONTRACT, status=ContractStatus.IN_FORCE, in_force_at=NOW)
STATES = [
    CONTRACT,
    IN_FORCE,
    replace(CONTRACT, status=ContractStatus.DRAFT),
    replace(CONTRACT, first_side=Side.PARENT, parent_agreed_at=NOW),
    replace(CONTRACT, status=ContractStatus.LAPSED),
]
TOLD: dict[str, Any] = {
    "contract_id": 12,
    "application_id": 7,
    "sign_by": "2026-09-11",
    "first_side": "provider",
    "certificate": "2026-000007",
    "nominal": 1_080_000,
    "to": "provider",
    "starts_on": "2026-09-07",
    "first_lesson": "2026-09-12T10:00:00+03:00",
}


@pytest.fixture(params=["ru", "en"], autouse=True)
def locale(request: pytest.FixtureRequest) -> str:
    words.use(request.param)
    return str(request.param)


@pytest.mark.parametrize("contract", STATES, ids=lambda one: f"{one.status}-{one.first_side}")
def test_screens_fit_and_keep_foreign_text_as_text(contract: ContractView) -> None:
    for text in (
        texts.reading(contract, NOW),
        texts.signed(contract, NOW),
        texts.signing_help(contract),
        texts.not_in_chat(contract),
        club_texts.one(contract, named=True),
        club_texts.confirmed(contract),
    ):
        assert len(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) <= 900
        assert "<b>Р" not in text


@pytest.mark.parametrize("days", [0, 5])
def test_the_button_of_the_code_is_there_only_in_term(days: int) -> None:
    now = NOW + timedelta(days=days)
    rows = keyboards.reading(12, 7, can_sign=CONTRACT.awaits_parent(now))
    data = [button.callback_data for row in rows for button in row]
    assert (keyboards.GetCode(contract_id=12).pack() in data) == (days == 0)


def test_no_childs_name_where_the_chat_may_not_carry_it() -> None:
    assert "РРР" not in club_texts.one(replace(CONTRACT, facts=replace(FACTS, child="РРР")), named=False)


def test_the_code_is_shown_with_its_term() -> None:
    shown = texts.code(CONTRACT, IssuedCode("012345", NOW + timedelta(minutes=10), 5))
    assert "<code>012345</code>" in shown
    assert "09:10" in shown


@pytest.mark.parametrize("why", list(CodeFault))
@pytest.mark.parametrize("left", [1, 4])
def test_every_fault_of_a_code_has_words(why: CodeFault, left: int) -> None:
    text = texts.not_accepted(CONTRACT, CodeCheck(ok=False, tries_left=left, expires_at=NOW, why=why))
    assert len(text) > 60
    assert "{" not in text
    assert (str(left) in text) == (why is CodeFault.WRONG)


def test_caption_has_the_digest_and_the_protocol() -> None:
    line = SignatureView("parent", 1, CONTRACT.digest, SignatureKind.SIMPLE, "one-time code", NOW)
    press = replace(line, side="provider", kind=SignatureKind.CONFIRMED_IN_BOT)
    caption = texts.caption(CONTRACT, ContractText("text", CONTRACT.digest, "translation", [press, line]))
    assert CONTRACT.digest in caption
    assert len(caption.splitlines()) == 4
    assert len(caption) <= 1024


@pytest.mark.parametrize(
    "data",
    [{}, {"first_side": "parent"}, {"to": "parent"}, {"first_lesson": None}],
    ids=["provider first", "parent first", "to the parent", "no lesson"],
)
@pytest.mark.parametrize("kind", ["application_approved", "contract_to_confirm", "contract_ready", "contract_in_force"])
def test_notices_have_words_and_a_next_button(kind: str, data: dict[str, Any]) -> None:
    screen = render(kind, TOLD | data)
    assert "12" in screen.text
    assert "{" not in screen.text
    assert len(screen.text) <= 900
    assert screen.rows


@pytest.mark.parametrize(
    "error",
    [
        NoRepresentative(),
        NotYourTurn(),
        SignTermOver(date(2026, 9, 11)),
        TooManyCodes(61),
        Invalid("code", "format"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_refusals_have_words(error: Exception) -> None:
    assert len(sentence(error)) > 40  # type: ignore[arg-type]
    assert "{" not in sentence(error)  # type: ignore[arg-type]


def test_lists_are_paged_and_labels_are_short() -> None:
    page = ContractPage([replace(CONTRACT, id=number) for number in range(1, 7)], 0, 3, 14)
    rows = club_keyboards.listing(page)
    assert len(rows) == 8
    assert all(len(button.text) <= 64 for row in rows for button in row)
    assert "14" in club_texts.contracts(page)
    assert club_texts.contracts(ContractPage([], 0, 1, 0))
