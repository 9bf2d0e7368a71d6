"""Any order of deeds by anybody at any time: the books balance, and no step is taken that the table does not have.

``LIFE_STEPS=10000`` plays so many steps instead of the few of ``make test``.
"""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from bot.tables import metadata
from services.certificates import actions
from services.certificates.models import LIVE, Application, ApplicationStatus, ApplicationStep
from services.certificates.rules import GROUNDS
from services.certificates.rules.lifecycle import TRANSITIONS, Party, Remark
from services.contracts import actions as contracts
from services.contracts.models import Contract, ContractStatus
from services.core.actor import Actor
from services.core.db import Database, open_database
from services.core.errors import ServiceError
from services.doubles import actions as doubles
from services.doubles.rules import SAME_GROUNDS
from services.families.models import Child
from services.openings import actions as openings
from tests.support.books import unbalanced
from tests.support.factories.certificates import NOW, Town, add_town
from tests.support.factories.families import add_own_child, add_parent
from tests.support.factories.programs import add_group, add_program

STEPS_EACH = 20
EXAMPLES = max(1, int(os.environ.get("LIFE_STEPS", "160")) // STEPS_EACH)
ALLOWED = {(way.start, way.deed.value, party.value, way.end) for way in TRANSITIONS for party in way.who}
"""Steps that the table has."""


class Life(RuleBasedStateMachine):
    """A town with two small groups, four children and an order for three of them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.Runner()
        self.now = NOW

    @initialize(rules=st.booleans(), club_first=st.booleans())
    def found(self, *, rules: bool, club_first: bool) -> None:
        self.database: Database = open_database(f"sqlite:///{Path(self.folder.name) / 'life.db'}")
        self.town: Town = self.loop.run(self._found(str(int(rules)), str(int(club_first))))

    async def _found(self, rules: str, club_first: str) -> Town:
        async with self.database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        async with self.database.sessions() as session:
            policy = {"approve_by_rule": rules, "seat_by_club": club_first, "applications_per_child": "2"}
            town = await add_town(session, capacity=2, children=3, **policy)  # type: ignore[arg-type]
            program = await add_program(session, territory_id=town.territory_id, provider_id=town.provider_id)
            groups = [town.group_id, await add_group(session, program_id=program, capacity=1)]
            self.groups = groups
            self.children = [town.child_id, *[await add_own_child(session, town.parent, now=NOW) for _ in range(3)]]
            self.father = await add_parent(session, territory_id=town.territory_id, phone="+79120000001")
            snils = (await session.get_one(Child, town.child_id)).snils
            self.twin = await add_own_child(session, self.father, snils=snils, now=NOW)
            await session.commit()
            return town

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.loop.run(self.database.dispose())
        self.loop.close()
        self.folder.cleanup()

    def _do(self, deed: Callable[..., Awaitable[Any]], *args: Any, **settings: Any) -> None:
        """A deed in a transaction of its own: done whole, or refused with nothing changed."""

        async def once() -> None:
            async with self.database.sessions() as session:
                try:
                    await deed(session, *args, **settings, now=self.now)
                except ServiceError:
                    await session.rollback()
                else:
                    await session.commit()

        self.loop.run(once())

    @rule(group=st.integers(0, 1), child=st.integers(0, 3))
    def apply(self, group: int, child: int) -> None:
        self._do(actions.apply, self.town.parent, group_id=self.groups[group], child_id=self.children[child])

    @rule(
        number=st.integers(1, 6), who=st.sampled_from(["parent", "club", "clerk"]), remark=st.sampled_from(list(Remark))
    )
    def ask(self, number: int, who: str, remark: Remark) -> None:
        deed = actions.clarify if who == "club" else actions.send_back
        self._do(deed, self._actor(who), application_id=number, remark=remark.value)

    @rule(number=st.integers(1, 6), who=st.sampled_from(["parent", "club", "clerk"]))
    def answer(self, number: int, who: str) -> None:
        deeds = {"parent": actions.mend, "club": contracts.accept, "clerk": contracts.approve}
        self._do(deeds[who], self._actor(who), application_id=number)

    @rule(number=st.integers(1, 6), which=st.integers(0, 2))
    def leave_or_return(self, number: int, which: int) -> None:
        deed = (contracts.withdraw, contracts.renew, actions.invite)[which]
        self._do(deed, self.town.club if which == 2 else self.town.parent, application_id=number)

    @rule(number=st.integers(1, 6), who=st.sampled_from(["parent", "club", "clerk"]), ground=st.sampled_from(GROUNDS))
    def refuse(self, number: int, who: str, ground: str) -> None:
        deed = actions.refuse_as_club if who == "club" else actions.refuse
        self._do(deed, self._actor(who), application_id=number, ground=ground)

    @rule(number=st.integers(1, 6))
    def sign(self, number: int) -> None:
        """The contract comes into force as the contracts room does it, code and marks left out."""

        async def both(session: Any, *, now: Any) -> None:
            contract = await session.scalar(
                select(Contract).where(Contract.application_id == number, Contract.status == ContractStatus.DRAFT)
            )
            if contract is not None and contract.sign_by >= now.date():
                contract.status = ContractStatus.IN_FORCE
                await actions.activate(session, application_id=number, now=now)

        self._do(both)

    @rule(group=st.integers(0, 1), children=st.sets(st.integers(0, 3), min_size=1, max_size=2))
    def stand_in_line(self, group: int, children: set[int]) -> None:
        chosen = [self.children[one] for one in sorted(children)]
        self._do(actions.join, self.town.parent, group_id=self.groups[group], children=chosen)

    @rule(place=st.integers(1, 6), take=st.booleans(), together=st.booleans())
    def answer_the_list(self, place: int, *, take: bool, together: bool) -> None:
        deed = actions.accept_seat if take else actions.leave
        self._do(deed, self.town.parent, entry_id=place, together=together)

    @rule(number=st.integers(1, 6), group=st.integers(0, 1))
    def go_over(self, number: int, group: int) -> None:
        self._do(openings.ask_transfer, self.town.parent, application_id=number, group_id=self.groups[group])

    @rule(group=st.integers(0, 1))
    def apply_again(self, group: int) -> None:
        """The father applies for the same child, under the record that he has made."""
        self._do(actions.apply, self.father, group_id=self.groups[group], child_id=self.twin)

    @rule(join=st.booleans())
    def join_or_part(self, *, join: bool) -> None:
        clerk = self.town.clerk
        if join:
            self._do(doubles.say_same, clerk, pair_id=1, ground=SAME_GROUNDS[0])
        else:
            self._do(doubles.take_back, clerk, pair_id=1)

    @rule(number=st.integers(1, 6))
    def leave_with_the_club(self, number: int) -> None:
        async def gone(session: Any, *, now: Any) -> None:
            who = {"party": Party.SYSTEM, "person_id": None}
            await contracts.leave_club(session, application_id=number, **who, today=now.date(), now=now)

        self._do(gone)

    @rule(days=st.integers(1, 6))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        for chore in (actions.resume_unanswered, contracts.lapse_unsigned, actions.watch_terms):
            self._do(chore)
        for group_id in self.groups:
            self._do(actions.tend, group_id=group_id)

    def _actor(self, who: str) -> Actor:
        actor: Actor = getattr(self.town, who)
        return actor

    @invariant()
    def books_balance(self) -> None:
        if hasattr(self, "town"):
            assert self.loop.run(unbalanced(self.database)) == []

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        if hasattr(self, "town"):
            self.loop.run(self._history())

    @invariant()
    def one_live_application_for_each_child_and_program(self) -> None:
        if hasattr(self, "town"):
            assert self.loop.run(self._twice()) == []

    async def _twice(self) -> list[Any]:
        """By СНИЛС, whichever record it is under; a joined record stands for the one that it was joined to."""
        one = {self.twin: self.children[0]}
        async with self.database.reads() as session:
            live = select(Application.child_id, Application.program_id, Application.school_year).where(LIVE)
            rows = [(one.get(row[0], row[0]), row[1], row[2]) for row in await session.execute(live)]
        return [row for row in rows if rows.count(row) > 1]

    async def _history(self) -> None:
        async with self.database.reads() as session:
            at: dict[int, ApplicationStatus | None] = {}
            for step in await session.scalars(select(ApplicationStep).order_by(ApplicationStep.id)):
                assert (at.get(step.application_id), step.deed, step.party, step.status) in ALLOWED
                assert (step.party == Party.SYSTEM) == (step.person_id is None)
                at[step.application_id] = step.status
            stands = await session.execute(select(Application.id, Application.status))
            assert {row.id: row.status for row in stands} == at


Life.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS_EACH,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TestLife = Life.TestCase
