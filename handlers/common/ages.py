"""Ages in months as people say them."""

from handlers.common.words import _n

MONTHS = 12
QUARTERS = {0: "", 3: "¼", 6: "½", 9: "¾"}


def span(from_months: int, below_months: int) -> str:
    """«7–10 years», «6½–8 years»: from the first month that suits to the last whole year, or the last month."""
    youngest, oldest = from_months, below_months - (MONTHS if below_months % MONTHS == 0 else 1)
    if youngest % MONTHS not in QUARTERS or oldest % MONTHS not in QUARTERS:
        return f"{exact(youngest)} – {exact(oldest)}"
    lower, upper = _short(youngest), _short(oldest)
    words = lower if lower == upper else f"{lower}–{upper}"
    return _n("{span} year", "{span} years", oldest // MONTHS).format(span=words)


def exact(months: int) -> str:
    """«6 years 6 months»; whole years alone where there are no months."""
    years, rest = divmod(months, MONTHS)
    parts = [_n("{count} year", "{count} years", years).format(count=years)] if years or not rest else []
    if rest:
        parts.append(_n("{count} month", "{count} months", rest).format(count=rest))
    return " ".join(parts)


def first_and_last(from_months: int, below_months: int) -> tuple[str, str]:
    """The youngest and the oldest that suit, both inclusive: «6 years 6 months» and «10 years»."""
    whole = below_months % MONTHS == 0
    return exact(from_months), exact(below_months - MONTHS if whole else below_months - 1)


def _short(months: int) -> str:
    return f"{months // MONTHS}{QUARTERS[months % MONTHS]}"
