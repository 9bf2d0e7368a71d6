"""The table as a paper in the form of the act's annex, in Russian as the act is: its words, and a workbook of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter
from babel.dates import format_date
from babel.numbers import format_decimal

from handlers.staff.indicators.holding import holds_in_russian
from services.indicators.queries import IndicatorFact

_SOURCES = {"computed": "посчитано", "manual": "внесено вручную", "imported": "внешние сведения"}
_KINDS = {"process": "процесса", "intermediate": "промежуточный", "final": "конечный"}
_HEAD = ("№", "Показатель", "Вид", "Базовое значение", "Факт", "Целевое значение", "Как получено")
_WIDTHS = (6, 70, 16, 18, 18, 18, 60)


@dataclass(frozen=True, slots=True)
class Annex:
    """All that is printed; a row of one cell is the title of a goal."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: str
    lang: str = "ru"


def annex(facts: Sequence[IndicatorFact], *, territory: str, year: int, at: datetime) -> Annex:
    """The table of one territory; ``at`` in its own time."""
    rows: list[tuple[str, ...]] = []
    for number, fact in enumerate(facts, 1):
        if not rows or facts[number - 2].goal_no != fact.goal_no:
            rows.append((f"Цель {fact.goal_no}. {fact.goal}",))
        rows.append((str(number), *_cells(fact, year)))
    made = format_date(at, "d MMMM y", locale="ru")
    return Annex(
        title=f"Показатели: {territory}, {year} год",
        note="Базовые и целевые значения — слова акта; факт — на конец года или на день составления.",
        head=_HEAD,
        rows=tuple(rows),
        foot=f"Составлено {made}. «Нет данных» не значит ноль: причина сказана в последнем столбце.",
    )


def _cells(fact: IndicatorFact, year: int) -> tuple[str, ...]:
    found = "нет данных" if fact.fact is None else f"{_number(fact.fact)} ({year})"
    return (
        ("— " if fact.is_subrow else "") + fact.text,
        _KINDS[fact.type],
        _dated(fact.base, fact.base_year),
        found,
        _dated(fact.target, fact.target_year),
        _how(fact),
    )


def _how(fact: IndicatorFact) -> str:
    if fact.fact is None:
        return " ".join([fact.reason_text("ru") or "", *_left(fact)])
    told = [_SOURCES[fact.source or "computed"]]
    if fact.kept is not None:
        told.append(fact.kept.evidence)
        if fact.counted is not None:
            told.append(f"посчитанное значение: {_number(fact.counted)}")
    elif fact.denominator:
        told.append(f"{fact.numerator} из {fact.denominator}")
    if fact.is_beyond:
        told.append("больше строки, частью которой является: проверьте")
    return ". ".join(["; ".join(told), *_left(fact)])


def _left(fact: IndicatorFact) -> list[str]:
    missing = holds_in_russian(fact)
    return ["Чего не хватает: " + " ".join(missing)] if missing else []


def _dated(value: float | str | None, year: int | None) -> str:
    if value is None:
        return "—"
    return f"{_number(value)} ({year})" if year else _number(value)


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else str(format_decimal(value, locale="ru"))


def workbook(told: Annex) -> bytes:
    """An XLSX with one sheet; text stays text, whatever it begins with."""
    out = BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    ) as book:
        plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        bold = book.add_format({"text_wrap": True, "bold": True, "border": 1, "bg_color": "#EEF1F4"})
        sheet = book.add_worksheet("Показатели")
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width)
        sheet.write_string(0, 0, told.title, book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, told.note)
        sheet.write_row(2, 0, told.head, bold)
        for at, row in enumerate(told.rows, 3):
            if len(row) == 1:
                sheet.merge_range(at, 0, at, len(_HEAD) - 1, row[0], bold)
            else:
                sheet.write_row(at, 0, row, plain)
        sheet.write_string(len(told.rows) + 4, 0, told.foot)
    return out.getvalue()
