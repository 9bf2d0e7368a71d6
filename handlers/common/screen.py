"""One screen is one message, edited in place; what must be kept is a new message.

Call these after the commit: a confirmation is never shown before the deed is safe.
"""

from dataclasses import dataclass
from typing import Literal

from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InaccessibleMessage, InlineKeyboardButton, InlineKeyboardMarkup, Message

Row = list[InlineKeyboardButton]


@dataclass(frozen=True)
class Attachment:
    """A photo or a document that Telegram keeps; the screen's text becomes its caption."""

    kind: Literal["photo", "document"]
    file_id: str


@dataclass(frozen=True)
class Screen:
    """Text (HTML) of at most 900 characters and at most eight rows of buttons."""

    text: str
    rows: tuple[Row, ...] = ()
    attachment: Attachment | None = None
    """Such a screen is always a new message."""

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The markup, or None for a screen without buttons."""
        return InlineKeyboardMarkup(inline_keyboard=list(self.rows)) if self.rows else None


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that carries all it needs: old messages and restarts never break it."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


async def show(touch: CallbackQuery | Message, screen: Screen, *, said: str | None = None) -> None:
    """Answer a press by editing its message, a typed message by a new one.

    ``said`` appears over the chat for a moment: what the press has done, where the screen itself hardly changes.
    """
    if isinstance(touch, Message):
        await _answer(touch, screen)
        return
    await acknowledge(touch, said)
    await _edit(touch, screen)


async def tell(touch: CallbackQuery | Message, screen: Screen) -> None:
    """Say something that must be kept (a number, a decision) as a new message.

    The pressed message loses its buttons: its deed is done.
    """
    if isinstance(touch, CallbackQuery):
        await acknowledge(touch)
        if isinstance(touch.message, Message) and touch.message.reply_markup is not None:
            await _quietly_unbutton(touch.message)
    message = touch if isinstance(touch, Message) else touch.message
    if message is not None:
        await _answer(message, screen)


async def toast(query: CallbackQuery, text: str, *, alert: bool = False) -> None:
    """A short answer over the chat: at most 200 characters, no markup."""
    await acknowledge(query, text[:200], alert=alert)


async def acknowledge(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Stop the button's clock. A press that waited too long cannot be answered any more; its screen is still shown."""
    try:
        await query.answer(text, show_alert=alert)
    except TelegramBadRequest:
        return  # «query is too old»: the desk was away while the person pressed


async def show_at(message: Message, message_id: int | None, screen: Screen) -> int:
    """Redraw the screen of a running dialogue after typed text; return the id of its message.

    When the old message cannot be edited, a new one takes its place.
    """
    if message_id is not None and message.bot is not None:
        try:
            await message.bot.edit_message_text(
                text=screen.text,
                chat_id=message.chat.id,
                message_id=message_id,
                reply_markup=screen.keyboard,
            )
        except TelegramBadRequest as refused:
            if "not modified" in refused.message:
                return message_id
        else:
            return message_id
    sent = await message.answer(screen.text, reply_markup=screen.keyboard)
    return sent.message_id


async def _edit(query: CallbackQuery, screen: Screen) -> None:
    message = query.message
    if message is None:
        return
    if isinstance(message, InaccessibleMessage) or message.document or message.photo or screen.attachment:
        await _answer(message, screen)
        return
    if message.text is not None and message.html_text == screen.text and _same(message.reply_markup, screen.keyboard):
        return  # the same screen again: Telegram refuses an edit that changes nothing
    try:
        await message.edit_text(screen.text, reply_markup=screen.keyboard)
    except TelegramBadRequest as refused:
        if "not modified" not in refused.message:
            await message.answer(screen.text, reply_markup=screen.keyboard)


def _same(shown: InlineKeyboardMarkup | None, wanted: InlineKeyboardMarkup | None) -> bool:
    if shown is None or wanted is None:
        return shown is wanted
    return shown.model_dump() == wanted.model_dump()


async def _answer(message: Message | InaccessibleMessage, screen: Screen) -> None:
    match screen.attachment:
        case None:
            await message.answer(screen.text, reply_markup=screen.keyboard)
        case Attachment(kind="photo", file_id=photo):
            await message.answer_photo(photo, caption=screen.text or None, reply_markup=screen.keyboard)
        case Attachment(file_id=document):
            await message.answer_document(document, caption=screen.text or None, reply_markup=screen.keyboard)


async def _quietly_unbutton(message: Message) -> None:
    try:
        await message.edit_reply_markup(reply_markup=None)
    except TelegramBadRequest:
        return  # gone or already bare: nothing to tidy
