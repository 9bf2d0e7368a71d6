"""Reading contracts: each side finds its own, the authorised body those of its territory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.contracts import rules
from services.contracts.models import Contract, ContractStatus
from services.contracts.rules import Facts, Side
from services.core.actor import Actor
from services.core.clock import local_date
from services.core.errors import NotFound
from services.core.records import Known, records
from services.families.queries import child_ids
from services.signing.queries import SignatureView, protocol

PAGE = 6
"""Contracts on one page of a list."""


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract without its text; ``facts`` are what the text was made of, ``first_lesson_ends_at`` may be unknown."""

    id: int
    application_id: int
    territory_id: int
    provider_id: int
    parent_id: int
    child_id: int
    group_id: int
    digest: str
    template: str
    facts: Facts = field(repr=False)
    status: ContractStatus
    first_side: Side
    sign_by: date
    provider_agreed_at: datetime | None
    parent_agreed_at: datetime | None
    in_force_at: datetime | None
    starts_on: date
    ends_on: date
    first_lesson_ends_at: datetime | None

    @property
    def turn(self) -> Side | None:
        """Whose agreement is awaited."""
        return rules.turn(self.status, self.first_side)

    def awaits_parent(self, now: datetime) -> bool:
        """Whether the parent can sign now: it is their turn and the term is not over."""
        return self.turn is Side.PARENT and local_date(now, self.zone) <= self.sign_by

    def signs(self, actor: Actor, now: datetime) -> bool:
        """Whether the actor can sign now: only who is named in the text does, the rest of the family reads."""
        return self.awaits_parent(now) and self.parent_id == actor.person_id

    @property
    def zone(self) -> ZoneInfo:
        """The territory's time."""
        return ZoneInfo(self.facts.zone)

    def summary(self, locale: str) -> str:
        """The main things in ten lines; plain text without personal names."""
        return rules.summary_of(self.facts, locale, self.template)


@dataclass(frozen=True, slots=True)
class ContractText:
    """The bytes that both sides hold, a translation to read, and who agreed so far."""

    text: str = field(repr=False)
    digest: str
    translation: str = field(repr=False)
    protocol: list[SignatureView]


@dataclass(frozen=True, slots=True)
class ContractPage:
    """A page of a list; ``page`` counts from 0."""

    items: list[ContractView]
    page: int
    pages: int
    total: int


def document_of(contract_id: int) -> str:
    """The contract's name in the protocol of signatures."""
    return f"contract:{contract_id}"


async def own_contract(session: AsyncSession, actor: Actor, contract_id: int) -> ContractView:
    """A contract of a child of the actor's family, or one that names the actor. Raises NotFound."""
    return await _one(session, Contract.id == contract_id, _own(actor))


async def provider_contract(session: AsyncSession, actor: Actor, contract_id: int) -> ContractView:
    """A contract of a provider for whom the actor speaks. Raises NotFound."""
    return await _one(session, Contract.id == contract_id, _theirs(actor))


async def contract_of_application(session: AsyncSession, actor: Actor, application_id: int) -> ContractView | None:
    """The newest contract of an application, for its parent, provider or body; None if there is none for the actor."""
    this = (Contract.application_id == application_id, _visible(actor))
    row = (await session.execute(select(*_COLUMNS).where(*this).order_by(Contract.id.desc()).limit(1))).one_or_none()
    return None if row is None else _view(row)


async def for_provider(session: AsyncSession, actor: Actor, page: int = 0) -> ContractPage:
    """Contracts of the actor's providers, newest first."""
    mine = _theirs(actor)
    total = await session.scalar(select(func.count()).select_from(Contract).where(mine)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = await session.execute(
        select(*_COLUMNS).where(mine).order_by(Contract.id.desc()).limit(PAGE).offset(page * PAGE),
    )
    return ContractPage([_view(row) for row in rows], page, pages, total)


async def text_of(session: AsyncSession, actor: Actor, contract_id: int) -> ContractText:
    """The signed bytes and their protocol, for a side of the contract or its body. Raises NotFound."""
    paper = select(Contract.text, Contract.digest, Contract.facts, Contract.template)
    row = (await session.execute(paper.where(Contract.id == contract_id, _visible(actor)))).one_or_none()
    if row is None:
        raise NotFound("contract")
    translation = rules.text_of(rules.load(row.facts), "en", row.template)
    return ContractText(row.text, row.digest, translation, await protocol(session, document_of(contract_id)))


_STANDS = Contract.blocked_until.is_(None) & Contract.destroyed_at.is_(None)


def _visible(actor: Actor) -> ColumnElement[bool]:
    ours = Contract.territory_id.in_(actor.staff_territories) & _STANDS
    return or_(_own(actor), _theirs(actor), ours)


def _own(actor: Actor) -> ColumnElement[bool]:
    """Whoever is named in it, as long as they live here, and the child's family."""
    mine = or_(Contract.parent_id == actor.person_id, Contract.child_id.in_(child_ids(actor.person_id)))
    return mine & Contract.destroyed_at.is_(None)


def _theirs(actor: Actor) -> ColumnElement[bool]:
    """The club's, but for those closed at the parent's word."""
    return Contract.provider_id.in_(actor.providers) & _STANDS


_COLUMNS = (
    Contract.id,
    Contract.application_id,
    Contract.territory_id,
    Contract.provider_id,
    Contract.parent_id,
    Contract.child_id,
    Contract.group_id,
    Contract.digest,
    Contract.template,
    Contract.facts,
    Contract.status,
    Contract.first_side,
    Contract.sign_by,
    Contract.provider_agreed_at,
    Contract.parent_agreed_at,
    Contract.in_force_at,
    Contract.starts_on,
    Contract.ends_on,
    Contract.first_lesson_ends_at,
)


async def _one(session: AsyncSession, *where: ColumnElement[bool]) -> ContractView:
    row = (await session.execute(select(*_COLUMNS).where(*where))).one_or_none()
    if row is None:
        raise NotFound("contract")
    return _view(row)


def _view(row: Sequence[Any]) -> ContractView:
    told = {column.key: value for column, value in zip(_COLUMNS, row, strict=True)}
    told["facts"] = rules.load(told["facts"])
    told["first_side"] = Side(told["first_side"])
    return ContractView(**told)


def view_of(contract: Contract) -> ContractView:
    """A contract that was just made, for this room's own deeds."""
    return _view([getattr(contract, column.key) for column in _COLUMNS])


async def known_of(session: AsyncSession, person_id: int) -> Known:
    """A person's contracts with their whole text."""
    made = select(
        Contract.id.label("number"),
        Contract.application_id,
        Contract.child_id,
        Contract.status,
        Contract.starts_on,
        Contract.ends_on,
        Contract.digest,
        Contract.text,
    ).where(Contract.parent_id == person_id)
    return {"contracts": await records(session, made.order_by(Contract.id))}
