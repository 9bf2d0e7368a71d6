"""What is left of a line, and what a reservation lacks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Volume:
    """An amount of the order: children, person-hours, money in kopecks."""

    children: int
    hours: int
    money: int

    def __sub__(self, other: "Volume") -> "Volume":
        """What is left after ``other`` is taken."""
        return Volume(self.children - other.children, self.hours - other.hours, self.money - other.money)

    def parts(self) -> tuple[tuple[str, int], ...]:
        """The three amounts with their names, in the order in which a lack is told."""
        return ("children", self.children), ("hours", self.hours), ("money", self.money)


def lacking(left: Volume, wanted: Volume) -> str | None:
    """The name of the first amount that does not suffice; None when all do."""
    return next((name for name, rest in (left - wanted).parts() if rest < 0), None)
