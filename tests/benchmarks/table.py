"""The printed table: a figure, ours, the baseline, their ratio, the target and whether it is met."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEAD = ("figure", "ours", "baseline", "ratio", "target", "")


@dataclass(frozen=True)
class Row:
    """One figure; ``least`` or ``most`` is its target: of the ratio, or of our own value."""

    name: str
    unit: str
    ours: float | None = None
    baseline: float | None = None
    ratio: float | None = None
    least: float | None = None
    most: float | None = None
    of_ratio: bool = True
    failed: str = ""

    @property
    def verdict(self) -> str:
        """«ok», «MISSED», the reason why nothing was measured, or nothing for a figure without a target."""
        value = self.ratio if self.of_ratio else self.ours
        if self.failed:
            return f"MISSED: not measured ({self.failed})"
        if self.least is None and self.most is None:
            return ""
        if value is None:
            return "MISSED: no figure"
        is_met = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return "ok" if is_met else "MISSED"

    @property
    def target(self) -> str:
        unit = "" if self.of_ratio or not self.unit else f" {self.unit}"
        if self.least is not None:
            return f"≥ {self.least:g}{unit}"
        return "" if self.most is None else f"≤ {self.most:g}{unit}"

    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (self.name, self._with_unit(self.ours), self._with_unit(self.baseline), ratio, self.target, self.verdict)

    def _with_unit(self, value: float | None) -> str:
        return "" if value is None else f"{value:.{0 if value >= 100 else 2}f} {self.unit}".rstrip()


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """The table in Markdown, ready for docs/benchmarks.md."""
    table = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(cells[column]) for cells in table) for column in range(len(HEAD) - 1)]
    for number, cells in enumerate(table):
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
        yield f"| {' | '.join([*padded, cells[-1]])} |"
        if number == 0:
            yield f"|{'|'.join(['---'] * len(HEAD))}|"
