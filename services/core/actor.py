"""Who touches the desk: a person with a language, a territory and posts."""

from dataclasses import dataclass
from enum import StrEnum

from services.core.errors import NotAllowed


class Role(StrEnum):
    """A post given by an invitation; every person is a parent without one."""

    CLERK = "clerk"
    CHIEF = "chief"
    ADMIN = "admin"
    PROVIDER = "provider"


STAFF = frozenset({Role.CLERK, Role.CHIEF, Role.ADMIN})
"""Posts of the authorised body."""


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in one territory; a provider's post names the provider."""

    role: Role
    territory_id: int
    provider_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the desk, as the middleware found them."""

    person_id: int
    locale: str
    territory_id: int | None = None
    posts: tuple[Post, ...] = ()

    @property
    def is_staff(self) -> bool:
        """Holds a post of the authorised body anywhere."""
        return any(post.role in STAFF for post in self.posts)

    @property
    def is_provider(self) -> bool:
        """Speaks for at least one provider."""
        return any(post.role is Role.PROVIDER for post in self.posts)

    @property
    def staff_territories(self) -> tuple[int, ...]:
        """Territories whose cases this person may decide."""
        return tuple(sorted({post.territory_id for post in self.posts if post.role in STAFF}))

    @property
    def admin_territories(self) -> tuple[int, ...]:
        """Territories whose desk this person runs."""
        return tuple(sorted({post.territory_id for post in self.posts if post.role is Role.ADMIN}))

    @property
    def providers(self) -> tuple[int, ...]:
        """Providers for whom this person speaks."""
        return tuple(sorted({post.provider_id for post in self.posts if post.provider_id is not None}))

    def require_staff(self, territory_id: int) -> None:
        """Raise NotAllowed unless the actor serves this very territory."""
        if territory_id not in self.staff_territories:
            raise NotAllowed("staff")
