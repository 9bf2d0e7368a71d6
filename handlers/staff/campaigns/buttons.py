"""What the buttons of the messages to everyone carry."""

from aiogram.filters.callback_data import CallbackData


class Campaigns(CallbackData, prefix="cmlist"):
    """All messages of the office."""

    page: int = 0


class NewCampaign(CallbackData, prefix="cmnew"):
    """Begin one."""


class OpenCampaign(CallbackData, prefix="cmopen"):
    """One message as it stands."""

    campaign_id: int


class Say(CallbackData, prefix="cmsay"):
    """Write the text in a language."""

    campaign_id: int
    language: str


class AskButton(CallbackData, prefix="cmbtn"):
    """Write a button."""

    campaign_id: int


class Bare(CallbackData, prefix="cmbare"):
    """Take away the file or the buttons."""

    campaign_id: int
    part: str


class Aim(CallbackData, prefix="cmaim"):
    """Who is meant."""

    campaign_id: int


class AimAt(CallbackData, prefix="cmset"):
    """Another audience: the whole of it, so that an old button means what it says."""

    campaign_id: int
    whom: str
    focus: str = ""


class TryIt(CallbackData, prefix="cmtry"):
    """Send it to me alone."""

    campaign_id: int


class AskApproval(CallbackData, prefix="cmask"):
    """Ask a second person."""

    campaign_id: int


class Agree(CallbackData, prefix="cmyes"):
    """Approve."""

    campaign_id: int


class GiveBack(CallbackData, prefix="cmback"):
    """Make it a draft again."""

    campaign_id: int


class SendIt(CallbackData, prefix="cmsend"):
    """Send to everyone meant."""

    campaign_id: int


class SendAgain(CallbackData, prefix="cmmore"):
    """Send it although the same people have just got the same text."""

    campaign_id: int


class Watch(CallbackData, prefix="cmsee"):
    """The progress as it is now."""

    campaign_id: int


class Hold(CallbackData, prefix="cmhold"):
    """Pause, or go on."""

    campaign_id: int
    on: bool


class StopIt(CallbackData, prefix="cmstop"):
    """Stop; asked once."""

    campaign_id: int
    sure: bool = False


class DropIt(CallbackData, prefix="cmdrop"):
    """Delete a draft; asked once."""

    campaign_id: int
    sure: bool = False
