"""Whether forms run in this chat at all."""

from aiogram.filters import Filter

from handlers.common.context import Desk


class IsTrial(Filter):
    """A trial desk: the only one where data of a person are typed into the chat."""

    async def __call__(self, _event: object, desk: Desk) -> bool:
        return desk.trial_forms
