"""How a year's table goes from figures to a published document; pure."""

from services.indicators.models import PeriodState

FORMULA_VERSION = 2
"""Of the ways in which rows are counted; raised with every change of them. Kept with each frozen table."""

STEPS = {
    PeriodState.COLLECTING: (PeriodState.AGREED,),
    PeriodState.AGREED: (PeriodState.SIGNED, PeriodState.COLLECTING),
    PeriodState.SIGNED: (PeriodState.PUBLISHED,),
    PeriodState.PUBLISHED: (PeriodState.CORRECTED,),
    PeriodState.CORRECTED: (),
}
"""What may follow. Agreed tables may be sent back; a published one is only followed by a correction."""
FIXED = frozenset({PeriodState.AGREED, PeriodState.SIGNED, PeriodState.PUBLISHED})
"""Values of such a year do not change."""


def may_follow(now: PeriodState, then: PeriodState) -> bool:
    """Whether the table may go so."""
    return then in STEPS[now]
