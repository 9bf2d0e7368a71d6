"""A contract as a file: the very bytes that were digested."""

from aiogram.types import BufferedInputFile, CallbackQuery

from handlers.common.words import current
from handlers.parent.contracts import texts
from services.contracts.queries import ContractText, ContractView


async def send_paper(query: CallbackQuery, contract: ContractView, paper: ContractText) -> None:
    """Answer a press with the file; to those who don't read Russian, with a translation too."""
    await query.answer()
    if query.bot is None or query.message is None:
        return
    chat_id = query.message.chat.id
    original = BufferedInputFile(paper.text.encode(), filename=f"contract-{contract.id}.txt")
    await query.bot.send_document(chat_id, original, caption=texts.caption(contract, paper))
    if current() != "ru":
        translated = BufferedInputFile(paper.translation.encode(), filename=f"contract-{contract.id}-en.txt")
        await query.bot.send_document(chat_id, translated, caption=texts.translation_caption(contract))
