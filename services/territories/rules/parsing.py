"""From the text of a pack to a Pack, or to one PackBroken: nothing is loaded by halves."""

import re
import tomllib
from dataclasses import fields
from datetime import date
from functools import lru_cache

from services.territories.errors import PackBroken
from services.territories.rules.reading import Table
from services.territories.rules.settings import read_local, read_policy
from services.territories.rules.shapes import (
    Act,
    ActStatus,
    IndicatorRow,
    IndicatorType,
    MeetingRules,
    Member,
    Pack,
    PlanRow,
    PublicationDeadline,
    Service,
    WorkingGroup,
)

FORMULAS = frozenset(
    (
        "1.S", "1.1", "1.2", "1.3", "1.4",
        "2.1", "2.2", "2.3", "2.4",
        "3.1", "3.2", "3.2S", "3.3", "3.4", "3.5",
        "4.1", "4.2", "4.3", "4.4", "4.5",
        "5.1", "5.2", "5.3",
    ),
)  # fmt: skip
"""Names of the ways to count a row; «S» marks the two rows that only the act of Seversk has."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")
_CODE = re.compile(r"\d{6}[ОР]\.\d{2}\.\d\.[А-Я]{2}\d{2}[А-Я]{2}\d{5}")
_LATIN = re.compile(r"[A-Za-z]")

_MAY = ("authority", "signature_rule", "working_group")
_NEED = tuple(field.name for field in fields(Pack) if field.name not in _MAY)


def normal_code(code: str) -> str:
    """Give a service's code without the blanks that some documents put into it (Minfin order № 185н, structure)."""
    return "".join(code.split())


@lru_cache(maxsize=16)
def parse(text: str, *, file: str) -> Pack:
    """Parse the text of a pack; ``file`` is only named in errors. A text parsed before is not read again.

    Raises PackBroken at the first key, value or row that is not right.
    """
    top = _top(text, file)
    documents = top.texts("electronic_documents")
    return Pack(
        slug=_slug(top),
        title=top.text("title"),
        territory=top.text("territory"),
        authority=top.text_or_none("authority"),
        act=_act(top.table("act")),
        years=_years(top),
        excluded_organizations=top.texts("excluded_organizations"),
        electronic_documents=documents,
        navigator_documents=top.integers("navigator_documents", 1, len(documents), "index"),
        information_systems=top.texts("information_systems"),
        paper_in_2023=top.texts("paper_in_2023"),
        services=_services(top),
        plan=_plan(top),
        indicators=_indicators(top),
        working_group=_working_group(top.table("working_group")) if top.has("working_group") else None,
        publication_deadlines=_deadlines(top),
        signature_rule=top.text_or_none("signature_rule"),
        notes=top.texts("notes"),
        local=read_local(top.table("local")),
        policy=read_policy(top.table("policy")),
    )


def _top(text: str, file: str) -> Table:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PackBroken(file, "", "toml", str(wrong)) from wrong
    return Table(file, "", data).only(_NEED, _MAY)


def _slug(top: Table) -> str:
    slug = top.text("slug")
    if not _SLUG.fullmatch(slug):
        raise top.broken("slug", "slug", slug)
    return slug


def _years(top: Table) -> tuple[int, ...]:
    years = top.integers("years", FIRST_YEAR, LAST_YEAR, "year")
    if not years:
        raise top.broken("years", "blank")
    return years


def _act(table: Table) -> Act:
    """Read the act; an adopted one has a number and a date."""
    table.only(("type", "status"), ("number", "date"))
    status = table.word("status", ActStatus)
    if status is ActStatus.ADOPTED:
        table.only(("type", "status", "number", "date"))
    printed = table.text_or_none("date")
    try:
        day = date.fromisoformat(printed) if printed else None
    except ValueError as wrong:
        raise table.broken("date", "date", printed) from wrong
    return Act(type=table.text("type"), number=table.text_or_none("number"), date=day, status=status)


def _code(table: Table) -> str:
    """Read a code as printed. A Latin letter that looks like a Cyrillic one is a defect of the pack."""
    code = table.text("code")
    if _LATIN.search(code):
        raise table.broken("code", "code_latin", code)
    if not _CODE.fullmatch(normal_code(code)):
        raise table.broken("code", "code_format", code)
    return code


def _services(top: Table) -> tuple[Service, ...]:
    rows: list[Service] = []
    for n, table in enumerate(top.tables("services"), 1):
        table.only(("no", "code"), ("name", "consumer_category", "focus", "form"))
        service = Service(
            no=table.integer("no", 1, 10_000),
            code=_code(table),
            name=table.text_or_none("name"),
            consumer_category=table.text_or_none("consumer_category"),
            focus=table.text_or_none("focus"),
            form=table.text_or_none("form"),
        )
        if service.no != n:
            raise table.broken("no", "order", service.no)
        rows.append(service)
    return tuple(rows)


def _plan(top: Table) -> tuple[PlanRow, ...]:
    rows: list[PlanRow] = []
    for table in top.tables("plan"):
        table.only(("stage_no", "stage", "activity"), ("item_no", "due", "result", "responsible"))
        row = PlanRow(
            stage_no=table.integer("stage_no", 1, 100),
            stage=table.text("stage"),
            item_no=table.text_or_none("item_no"),
            activity=table.text("activity"),
            due=table.text_or_none("due"),
            result=table.text_or_none("result"),
            responsible=table.text_or_none("responsible"),
        )
        if rows and row.stage_no < rows[-1].stage_no:
            raise table.broken("stage_no", "order", row.stage_no)
        rows.append(row)
    return tuple(rows)


def _indicators(top: Table) -> tuple[IndicatorRow, ...]:
    rows: list[IndicatorRow] = []
    used: set[str] = set()
    for table in top.tables("indicators"):
        row = _indicator(table)
        if rows and row.goal_no < rows[-1].goal_no:
            raise table.broken("goal_no", "order", row.goal_no)
        if row.formula in used:
            raise table.broken("formula", "duplicate", row.formula)
        used.update({row.formula} if row.formula else ())
        rows.append(row)
    return tuple(rows)


def _indicator(table: Table) -> IndicatorRow:
    table.only(
        ("goal_no", "goal", "type", "text", "is_subrow"),
        ("unit", "base_value", "base_year", "target_value", "target_year", "responsible", "formula"),
    )
    row = IndicatorRow(
        goal_no=table.integer("goal_no", 1, 100),
        goal=table.text("goal"),
        type=table.word("type", IndicatorType),
        text=table.text("text"),
        is_subrow=table.flag("is_subrow"),
        unit=table.text_or_none("unit"),
        base_value=table.text_or_none("base_value"),
        base_year=table.integer_or_none("base_year", FIRST_YEAR, LAST_YEAR, "year"),
        target_value=table.text_or_none("target_value"),
        target_year=table.integer_or_none("target_year", FIRST_YEAR, LAST_YEAR, "year"),
        responsible=table.text_or_none("responsible"),
        formula=table.text_or_none("formula"),
    )
    if row.formula is not None and row.formula not in FORMULAS:
        raise table.broken("formula", "choice", row.formula)
    if row.is_subrow != row.text.startswith("из них"):
        raise table.broken("is_subrow", "subrow")
    if row.unit is not None and row.text.rpartition(", ")[2] != row.unit:
        raise table.broken("unit", "unit", row.unit)
    return row


def _working_group(table: Table) -> WorkingGroup:
    table.only(("members", "rules"))
    members = [
        Member(role=seat.text("role"), position=seat.text("position"))
        for seat in (row.only(("role", "position")) for row in table.tables("members"))
    ]
    rules = table.table("rules").only((), ("quorum", "decision", "tie", "frequency"))
    return WorkingGroup(
        members=tuple(members),
        rules=MeetingRules(
            quorum=rules.text_or_none("quorum"),
            decision=rules.text_or_none("decision"),
            tie=rules.text_or_none("tie"),
            frequency=rules.text_or_none("frequency"),
        ),
    )


def _deadlines(top: Table) -> tuple[PublicationDeadline, ...]:
    return tuple(
        PublicationDeadline(
            text=row.text("text"),
            actor=row.text_or_none("actor"),
            deadline=row.text_or_none("deadline"),
        )
        for row in (table.only(("text",), ("actor", "deadline")) for table in top.tables("publication_deadlines"))
    )
