"""Who may enter a router. The service checks the right to the object again."""

from aiogram.filters import Filter

from services.core.actor import Actor


class IsStaff(Filter):
    """Somebody of an authorised body."""

    async def __call__(self, _event: object, actor: Actor | None = None) -> bool:
        return actor is not None and actor.is_staff


class IsProvider(Filter):
    """Somebody who speaks for a provider."""

    async def __call__(self, _event: object, actor: Actor | None = None) -> bool:
        return actor is not None and actor.is_provider
