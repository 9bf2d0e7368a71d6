"""What a handler may ask for by name besides ``session``, ``actor`` and ``clock``."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(eq=False)
class Desk:
    """How this desk is run (design: personal data stays off the messenger).

    ``trial_forms``: forms run as chat dialogues after a plain warning. ``public_url``: the municipality's own pages.
    Neither: look around only. ``public_info``: the chat shows the catalogue and news, the rest is on pages
    (41-FZ, article 15). There is one for a process: when the operator's word for more ends, all see it at once.
    """

    bot_username: str
    trial_forms: bool = False
    public_url: str | None = None
    public_info: bool = False

    def hush(self) -> None:
        """From now on the chat shows the catalogue and news only."""
        self.public_info, self.trial_forms = True, False

    @property
    def takes_applications(self) -> bool:
        """Whether personal data can be given here at all."""
        return self.trial_forms or self.public_url is not None

    def page(self, path: str) -> str:
        """The door to one of our own pages, as a Mini App opens it."""
        return f"{self.public_url}/app?to={quote(path)}"

    def link(self, payload: str) -> str:
        """A deep link into the bot."""
        return f"https://t.me/{self.bot_username}?start={payload}"
