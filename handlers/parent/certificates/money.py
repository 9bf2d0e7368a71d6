"""What a certificate has left, in words of lessons."""

from handlers.common import formats
from handlers.common.words import _, _n
from services.certificates.queries import Money
from services.certificates.rules.cover import Cover


def left(of: Money) -> str:
    """«6 240 ₽ left: this club through November inclusive and 4 lessons more», and what was paid so far."""
    money = formats.money(of.left)
    line = _("<b>{money}</b> left.").format(money=money) if of.cover is None else _goes(of.cover, money)
    if not of.paid:
        return line
    return line + " " + _("Paid for lessons so far: {money}.").format(money=formats.money(of.paid))


def _goes(far: Cover, money: str) -> str:
    if far.through is None:
        return _n(
            "<b>{money}</b> left: enough for {count} lesson of this club.",
            "<b>{money}</b> left: enough for {count} lessons of this club.",
            far.lessons,
        ).format(money=money, count=far.lessons)
    until = formats.day(far.through) if far.is_end else formats.month(far.through)
    if not far.lessons:
        return _("<b>{money}</b> left: this club through {until} inclusive.").format(money=money, until=until)
    return _n(
        "<b>{money}</b> left: this club through {until} inclusive and {count} lesson more.",
        "<b>{money}</b> left: this club through {until} inclusive and {count} lessons more.",
        far.lessons,
    ).format(money=money, until=until, count=far.lessons)
