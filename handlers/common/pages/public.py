"""A desk of public information: the chat shows the catalogue and news, all about a person is on the pages.

Everything that is not known to be public leads to a page, so a new room's buttons are not open by oversight.
"""

from aiogram import Router
from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.context import Desk
from handlers.common.keyboards import home
from handlers.common.screen import Screen, show
from handlers.common.start.texts import no_forms
from handlers.common.words import _

router = Router(name="common.public")
CATALOGUE = ("prg",)
NOT_CATALOGUE = frozenset({"prgkid", "prgown"})
"""Clubs for one's own child, and the lessons of one's own contract: the chat would say something about a person."""
DOORWAY = frozenset({"home", "noop", "help", "langs", "lang", "terrs", "terr", "near", "wanted", "cmquiet"})
STAFFS = ("cm", "cat", "ind", "plan", "syn")
"""The staff's work on news, catalogue and figures: nobody's case is in it."""
PAGES = (
    ("certto", "/my/children?group={0}"),
    ("certfor", "/my/apply/{0}/{1}"),
    ("certcase", "/my/cases/{0}"),
    ("certbag", "/my/together"),
    ("certpdf", "/my/cases/{0}/certificate"),
    ("ctread", "/my/contracts/{0}"),
    ("ctcode", "/my/contracts/{0}"),
    ("famkids", "/my/children"),
    ("famadd", "/my/children?group={0}"),
    ("certpl", "/club"),
    ("certpc", "/club/cases/{0}"),
    ("ctplist", "/club/contracts"),
    ("ctpone", "/club/contracts/{0}"),
    ("ctpok", "/club/contracts/{0}"),
    ("certq", "/staff"),
    ("certdo", "/staff/cases/{0}"),
)
"""Where a button leads by its prefix; anything else to the first page."""
OPEN_DIALOGUES = ("Composing:", "Marking:", "Pairing:", "Seeking:")
OPEN_NOTICES = frozenset(
    {
        *("campaign", "campaign_to_approve", "campaign_approved", "campaign_returned"),
        *("seat_free", "catalogue_not_pulled", "catalogue_removals"),
        *("staff_factor_forgotten", "staff_link_made", "staff_post_ended", "family_forgotten"),
        *("phone_confirmed", "phone_lost", "account_unlinked"),
    }
)
"""What may be told in the chat; a decision, a contract or a survey is told of on the page and by a text message."""


def page_for(data: str) -> str | None:
    """The page to which a button with these data leads; None for one that is public and stays in the chat."""
    prefix, *values = data.split(":")
    is_catalogue = prefix.startswith(CATALOGUE) and prefix not in NOT_CATALOGUE
    if is_catalogue or prefix in DOORWAY or prefix.startswith(STAFFS):
        return None
    if prefix == "page":  # (a post's one-time link is given in the chat: its page wants a browser and a second factor)
        path = ":".join(values)
        return None if path.startswith(("/staff", "/club")) else path or "/my"
    path = next((path for known, path in PAGES if known == prefix), "/my")
    numbers = [value for value in values if value.isascii() and value.isdecimal()]
    try:
        return path.format(*numbers)
    except IndexError:
        return "/my"


def led(markup: InlineKeyboardMarkup, desk: Desk) -> InlineKeyboardMarkup:
    """The same keyboard, but what is about a person is a plain link to the page: no launch data, no press to answer."""
    rows = [[_led(button, desk) for button in row] for row in markup.inline_keyboard]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _led(button: InlineKeyboardButton, desk: Desk) -> InlineKeyboardButton:
    if button.web_app is not None:
        return InlineKeyboardButton(text=button.text, url=f"{desk.public_url}/my")
    page = page_for(button.callback_data) if button.callback_data else None
    return button if page is None else InlineKeyboardButton(text=button.text, url=f"{desk.public_url}{page}")


class AboutAPerson(Filter):
    """A press or a word in a dialogue that a desk of public information does not hold."""

    async def __call__(self, touch: object, desk: Desk, raw_state: str | None = None) -> bool:
        if not desk.public_info:
            return False
        if isinstance(touch, CallbackQuery):
            return page_for(touch.data or "") is not None
        is_command = isinstance(touch, Message) and (touch.text or "").startswith("/")
        return raw_state is not None and not raw_state.startswith(OPEN_DIALOGUES) and not is_command


class IsPublicInfo(Filter):
    """A desk of public information."""

    async def __call__(self, _touch: object, desk: Desk) -> bool:
        return desk.public_info


@router.message(Command("mine", ignore_case=True), IsPublicInfo())
@router.message(AboutAPerson())
@router.callback_query(AboutAPerson())
async def to_the_page(touch: Message | CallbackQuery, session: AsyncSession, state: FSMContext, desk: Desk) -> None:
    """Say where it is done; nothing of what was typed is kept."""
    await state.set_state(None)
    await session.commit()
    if desk.public_url is None:
        await show(touch, Screen(no_forms(), (home(),)))
        return
    page = (page_for(touch.data or "") if isinstance(touch, CallbackQuery) else None) or "/my"
    link = InlineKeyboardButton(text=_("Open the page"), url=f"{desk.public_url}{page}")
    await show(touch, Screen(_words(), ([link], home())))


def _words() -> str:
    return _(
        "In this chat there are only the catalogue and news. Applications, contracts and all about you are on the "
        "municipality's own page: you come in there with your telephone and a code.",
    )
