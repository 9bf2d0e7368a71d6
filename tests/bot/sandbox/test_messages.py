"""Files, captions, places, edits and deletes, with Telegram's limits and words."""

from datetime import timedelta

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, Message, ReplyKeyboardMarkup

from bot.sandbox.client import SandboxClient
from bot.sandbox.files import MEGABYTE
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.conftest import ANNA, Hands, refused

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def test_files(bot: Bot) -> None:
    document = BufferedInputFile(b"%PDF", "a.pdf")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_document(ANNA, document, caption="a" * 1025)
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_document(ANNA, BufferedInputFile(b"", "a.pdf"))
    with pytest.raises(TelegramBadRequest, match="wrong file identifier/HTTP URL specified"):
        await bot.send_document(ANNA, "nothing")
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(ANNA, BufferedInputFile(b"no picture", "a.png"))
    with pytest.raises(TelegramEntityTooLarge):
        await bot.send_photo(ANNA, BufferedInputFile(b"\x89PNG" + bytes(10 * MEGABYTE), "a.png"))
    with pytest.raises(TelegramBadRequest, match="wrong file_id"):
        await bot.get_file("nothing")


async def test_edits(bot: Bot, client: SandboxClient) -> None:
    sent = await bot.send_message(ANNA, "<i>a</i>", parse_mode="HTML")
    for again in ("<i>a</i>", " <em>a</em> "):
        with pytest.raises(TelegramBadRequest, match=NOT_MODIFIED):
            await bot.edit_message_text(again, chat_id=ANNA, message_id=sent.message_id, parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match=NOT_MODIFIED):
        await bot.edit_message_reply_markup(chat_id=ANNA, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("b", chat_id=ANNA, message_id=1)
    with pytest.raises(TelegramBadRequest, match="message identifier is not specified"):
        await bot.edit_message_text("b", chat_id=ANNA)
    await client.post(f"/sandbox/chats/{ANNA}/text", {"text": "hello"})
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("b", chat_id=ANNA, message_id=sent.message_id + 1)
    keyboard = ReplyKeyboardMarkup.model_validate({"keyboard": [[{"text": "k"}]]})
    with_keys = await bot.send_message(ANNA, "keys", reply_markup=keyboard)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("b", chat_id=ANNA, message_id=with_keys.message_id)
    file = await bot.send_document(ANNA, BufferedInputFile(b"1", "a.txt"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("b", chat_id=ANNA, message_id=file.message_id)


async def test_deletes(bot: Bot, client: SandboxClient, hands: Hands) -> None:
    sent = await bot.send_message(ANNA, "a")
    await client.post(f"/sandbox/chats/{ANNA}/text", {"text": "hello"})
    assert await bot.delete_message(ANNA, sent.message_id + 1)
    assert await bot.delete_message(ANNA, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(ANNA, sent.message_id)
    old = await bot.send_message(ANNA, "b")
    hands.date += timedelta(hours=49)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_message(ANNA, old.message_id)


async def test_many_deletes(bot: Bot, sandbox: Sandbox, hands: Hands) -> None:
    old = await bot.send_message(ANNA, "old")
    hands.date += timedelta(hours=49)
    fresh = [await bot.send_message(ANNA, str(number)) for number in range(3)]
    ids = [message.message_id for message in fresh]
    assert await bot.delete_messages(ANNA, [old.message_id, *ids[:2], 1])
    seen = sandbox.world.chats[ANNA].messages.values()
    assert [message.text for message in seen if not message.deleted] == ["old", "2"]
    assert await refused(sandbox, "deleteMessages", chat_id=ANNA, message_ids=[1] * 101) == (
        "Bad Request: too many message identifiers specified"
    )
    assert await refused(sandbox, "deleteMessages", chat_id=ANNA, message_ids=[0]) == (
        "Bad Request: invalid message identifier specified"
    )
    assert (
        await refused(sandbox, "deleteMessages", chat_id=ANNA) == "Bad Request: message identifiers are not specified"
    )


async def test_captions_and_media(bot: Bot) -> None:
    picture = BufferedInputFile(b"\x89PNG1", "a.png")
    sent = await bot.send_photo(ANNA, picture, caption="one", parse_mode="HTML")
    where = {"chat_id": ANNA, "message_id": sent.message_id}
    edited = await bot.edit_message_caption(**where, caption="<b>two</b>", parse_mode="HTML")
    assert isinstance(edited, Message)
    assert edited.caption == "two"
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_caption(**where, caption="<b>two</b>", parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.edit_message_caption(**where, caption="a" * 1025)
    paper = InputMediaDocument(media=BufferedInputFile(b"%PDF", "a.pdf"), caption="paper")
    changed = await bot.edit_message_media(paper, **where)
    assert isinstance(changed, Message)
    assert changed.document is not None
    assert (changed.document.file_name, changed.caption, changed.photo) == ("a.pdf", "paper", None)
    said = await bot.send_message(ANNA, "text")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=ANNA, message_id=said.message_id, caption="x")
    with pytest.raises(TelegramBadRequest, match="wrong file identifier/HTTP URL specified"):
        await bot.edit_message_media(InputMediaPhoto(media="https://example.com/a.png"), **where)


async def test_places(bot: Bot, sandbox: Sandbox) -> None:
    venue = await bot.send_venue(ANNA, 56.6, 84.9, "Дом творчества", "Северск, Ленина, 1")
    assert venue.venue is not None
    assert venue.location is not None
    assert (venue.venue.title, venue.location.latitude) == ("Дом творчества", 56.6)
    assert (await bot.send_location(ANNA, 56.6, 84.9)).location is not None
    assert (await bot.send_contact(ANNA, "+79990000000", "Анна")).contact is not None
    with pytest.raises(TelegramBadRequest, match="invalid location specified"):
        await bot.send_location(ANNA, 91, 0)
    assert await refused(sandbox, "sendVenue", chat_id=ANNA, latitude=1, longitude=1, title="a") == (
        'Bad Request: parameter "address" is required'
    )
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=ANNA, message_id=venue.message_id, caption="x")


async def test_what_a_bot_may_fetch(bot: Bot, client: SandboxClient, sandbox: Sandbox) -> None:
    anna, _ = await client.persons()
    bot_sees = []
    for size in (20 * MEGABYTE, 20 * MEGABYTE + 1):
        await client.post(f"/sandbox/chats/{anna.id}/file", files={"file": ("a.json", b"1" * size)})
        message = (await bot.get_updates(offset=-1))[0].message
        assert message is not None
        assert message.document is not None
        bot_sees.append(message.document)
    content = await bot.download(bot_sees[0])
    assert content is not None
    assert len(content.read()) == 20 * MEGABYTE
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(bot_sees[1].file_id)
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        around = await http.get(f"/file/bot{sandbox.token}/documents/{bot_sees[1].file_id}")
    assert around.status_code == 404
