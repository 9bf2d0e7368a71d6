"""A contract as a file: the very bytes that were digested."""

from aiogram.types import BufferedInputFile, CallbackQuery

from handlers.common.screen import Row, Screen, acknowledge
from handlers.common.words import current
from handlers.parent.contracts import texts
from services.contracts.queries import ContractText, ContractView


async def send_paper(query: CallbackQuery, contract: ContractView, paper: ContractText, rows: tuple[Row, ...]) -> None:
    """Answer a press with the file; to those who don't read Russian, with a translation too.

    ``rows`` stand under the last file: it is the last thing in sight, so the way on must be there.
    """
    await acknowledge(query)
    if query.bot is None or query.message is None:
        return
    chat_id = query.message.chat.id
    original = BufferedInputFile(paper.text.encode(), filename=f"contract-{contract.id}.txt")
    caption, keyboard = texts.caption(contract, paper), Screen("", rows).keyboard
    if current() == "ru":
        await query.bot.send_document(chat_id, original, caption=caption, reply_markup=keyboard)
        return
    await query.bot.send_document(chat_id, original, caption=caption)
    translated = BufferedInputFile(paper.translation.encode(), filename=f"contract-{contract.id}-en.txt")
    caption = texts.translation_caption(contract)
    await query.bot.send_document(chat_id, translated, caption=caption, reply_markup=keyboard)
