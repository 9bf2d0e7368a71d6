"""A refusal in a played demo, and the way out of it that the refusal itself shows."""

from bot.demo.report import Voice, has
from bot.sandbox.client import Message
from handlers.common.keyboards import Home
from handlers.parent.certificates.keyboards import ApplyFor, ApplySend, ApplyTo, MyCase, Withdraw
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.staff.certificates.keyboards import Case, Refuse, RefuseFor
from services.certificates.rules import Ground

WANTED = "шахматы для 8 лет"


async def refuse_and_help(parent: Voice, clerk: Voice) -> bool:
    """The parent applies, the clerk refuses on a ground; the parent reads why and applies where it leads.

    That application is taken back: the rest of the play needs its place among the child's few.
    """
    await parent.press(Home.__prefix__)
    await parent.press(Find.__prefix__)
    await parent.write(WANTED)
    await parent.press(GroupCard.__prefix__)
    await _apply(parent)
    await clerk.hear(lambda message: has(message, Case.__prefix__))
    await clerk.press(Case.__prefix__)
    await clerk.press(Refuse.__prefix__)
    ground = f"{RefuseFor.__prefix__}:"
    await clerk.press_where(lambda one: one.data.startswith(ground) and Ground.CONTRADICTORY_DATA in one.data)
    await clerk.press(RefuseFor.__prefix__)
    refused = await parent.hear(lambda message: has(message, ApplyFor.__prefix__))
    await parent.press(ApplyFor.__prefix__)
    applied = await parent.press(ApplySend.__prefix__)
    await parent.press(MyCase.__prefix__)
    await parent.press(Withdraw.__prefix__)
    await parent.press(Withdraw.__prefix__)
    return has(refused, MyCase.__prefix__) and "№" in applied.text


async def _apply(parent: Voice) -> Message:
    """From a card, in two presses."""
    await parent.press(ApplyTo.__prefix__)
    return await parent.press(ApplySend.__prefix__)
