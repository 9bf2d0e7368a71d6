"""Files that the bot sends and fetches, within Telegram's sizes."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.shapes import Params
from bot.sandbox.state import World
from bot.sandbox.things import MEGABYTE, StoredFile

__all__ = ["MEGABYTE", "MOST", "Upload", "describe", "get_file", "incoming_file"]

MOST = {"document": 50 * MEGABYTE, "photo": 10 * MEGABYTE}  # Bot API, «Sending files»
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart call."""

    name: str
    mime: str
    content: bytes


def incoming_file(world: World, params: Params, field: str) -> dict[str, Any]:
    """The file of sendDocument or sendPhoto: uploaded now, or known by its file_id."""
    reference = params[field]
    upload = params.get("attach", {}).get(reference.removeprefix("attach://"))
    if upload is None:
        stored = world.files.get(reference)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return describe(stored, field)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MOST[field]:
        raise ApiError(413, "Request Entity Too Large")
    if field == "photo" and not upload.content.startswith(PICTURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return describe(world.store(upload.name, upload.mime, upload.content), field)


def describe(stored: StoredFile, field: str) -> dict[str, Any]:
    """The file as Telegram's Document or PhotoSize."""
    seen: dict[str, Any] = {
        "file_id": stored.id,
        "file_unique_id": stored.id[:12],
        "file_size": len(stored.content),
    }
    if field == "photo":
        return {**seen, "width": 320, "height": 240}  # nobody asks; measuring needs a decoder
    return {**seen, "file_name": stored.name, "mime_type": stored.mime}


def get_file(world: World, params: Params) -> dict[str, Any]:
    """Where a file's bytes are; at most 20 MB (Bot API, getFile)."""
    stored = world.files.get(params["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.is_too_big:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.id[:12],
        "file_size": len(stored.content),
        "file_path": stored.path,
    }
