"""A refusal in a played demo, and the way out of it that the refusal itself shows."""

from bot.demo.report import Voice
from bot.sandbox.client import Message
from handlers.common.keyboards import Home
from handlers.parent.certificates.keyboards import ApplySend, ApplyTo, MyCase
from handlers.parent.programs.keyboards import Find, GroupCard
from handlers.staff.certificates.keyboards import Case, Refuse, RefuseFor
from services.certificates.rules import Ground

WANTED = "шахматы для 8 лет"


async def refuse_and_help(parent: Voice, clerk: Voice) -> bool:
    """The parent applies, the clerk refuses on a ground; the parent reads why, how to mend, and applies elsewhere."""
    await parent.press(Home.__prefix__)
    await parent.press(Find.__prefix__)
    await parent.write(WANTED)
    await parent.press(GroupCard.__prefix__)
    await _apply(parent)
    await clerk.hear(lambda message: _leads_to(message, Case.__prefix__))
    await clerk.press(Case.__prefix__)
    await clerk.press(Refuse.__prefix__)
    ground = f"{RefuseFor.__prefix__}:"
    await clerk.press_where(lambda one: one.data.startswith(ground) and Ground.CONTRADICTORY_DATA in one.data)
    await clerk.press(RefuseFor.__prefix__)
    refused = await parent.hear(lambda message: _leads_to(message, GroupCard.__prefix__))
    await parent.press(GroupCard.__prefix__)
    seen = await _apply(parent)
    return _leads_to(refused, MyCase.__prefix__) and "№" in seen.text


async def _apply(parent: Voice) -> Message:
    """From a card, in two presses."""
    await parent.press(ApplyTo.__prefix__)
    return await parent.press(ApplySend.__prefix__)


def _leads_to(message: Message, prefix: str) -> bool:
    return any(button.data.split(":")[0] == prefix for button in message.buttons)
