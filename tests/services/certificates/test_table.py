"""The table of transitions: what it allows, what it forbids, and that its page is fresh."""

import pytest

from services.certificates.models import LIVE_STATUSES, UNDECIDED, ApplicationStatus
from services.certificates.rules import lifecycle
from services.certificates.rules.balls import ball
from services.certificates.rules.eligibility import RULES
from services.certificates.rules.lifecycle import FINAL, PROVIDER_GROUNDS, TRANSITIONS, Deed, Ground, Guard, Party
from services.core.errors import Invalid
from services.territories.queries import shipped_texts
from services.territories.rules import parse
from tests.support.lifecycle import PAGE, page

S = ApplicationStatus


def test_every_state_is_reached_and_every_deed_leads_to_one() -> None:
    reached = {None} | {way.end for way in TRANSITIONS}
    assert reached >= set(S)
    assert all(way.start in reached for way in TRANSITIONS)
    assert {deed: {way.end for way in lifecycle.ways(deed)} for deed in Deed} == {
        deed: {lifecycle.end(deed)} for deed in Deed
    }
    keys = [(way.deed, way.start) for way in TRANSITIONS]
    assert len(keys) == len(set(keys))
    assert {S.TRANSFERRED, S.LEFT, S.WITHDRAWN} == FINAL


def test_a_refusal_is_a_persons_and_has_a_ground() -> None:
    for way in lifecycle.ways(Deed.REFUSE):
        assert Party.SYSTEM not in way.who
        assert Guard.GROUND in way.guards
    assert not lifecycle.sources(Deed.REFUSE, Party.SYSTEM)
    assert lifecycle.sources(Deed.APPROVE, Party.SYSTEM) == (S.APPROVED,)
    assert Party.PROVIDER not in {party for way in lifecycle.ways(Deed.APPROVE) for party in way.who}


@pytest.mark.parametrize("party", list(Party))
def test_the_parent_may_leave_until_enrolment_and_nobody_else_withdraws(party: Party) -> None:
    mays = {status for status in S if Deed.WITHDRAW in lifecycle.may(party, status)}
    assert mays == ({S.DRAFT, *UNDECIDED, S.AWAITING_CONTRACT} if party is Party.PARENT else set())


def test_live_is_what_is_not_over() -> None:
    assert set(LIVE_STATUSES) == set(S) - {S.REFUSED, S.WITHDRAWN, S.LAPSED, S.TRANSFERRED, S.LEFT}


def test_a_club_refuses_on_its_own_grounds_only() -> None:
    for ground in Ground:
        lifecycle.check_ground(ground, Party.BODY)
        if ground in PROVIDER_GROUNDS:
            lifecycle.check_ground(ground, Party.PROVIDER)
        else:
            with pytest.raises(Invalid):
                lifecycle.check_ground(ground, Party.PROVIDER)
    with pytest.raises(Invalid):
        lifecycle.check_ground("because", Party.BODY)
    with pytest.raises(Invalid):
        lifecycle.check_remark("because")


def test_every_term_is_a_setting_with_a_source() -> None:
    named = {term for way in TRANSITIONS for term in way.terms}
    named |= {ball(status, club_first=one).term for status in S for one in (False, True)} - {None}
    for name, text in shipped_texts().items():
        policy = parse(text, file=name).policy
        assert all(dict(policy.sources)[term] for term in named)
        assert (policy.decision_days, policy.test_decision_days) == (7, 45)


def test_the_ball_is_where_the_table_lets_it_move() -> None:
    for status in S:
        for first in (False, True):
            found = ball(status, club_first=first)
            assert (found.turn is None) == (status in FINAL | {S.LAPSED, S.ENROLLED, S.REFUSED})
            if found.turn is not None:
                assert lifecycle.may(found.turn, status)
            if found.then is not None:
                assert status in lifecycle.sources(found.then, Party.SYSTEM)


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.version >= 1 and rule.basis for rule in RULES)


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make docs"
