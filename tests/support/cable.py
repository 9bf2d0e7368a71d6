"""The line between the desk and a server: it can be cut, and mended."""

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Cable:
    """Carries bytes both ways. While it is cut every connection breaks, new ones too; ``tried``: there was one."""

    def __init__(self, url: str) -> None:
        there = urlsplit(url)
        assert there.hostname is not None
        self._there = there.hostname, there.port
        self._writers: set[StreamWriter] = set()
        self.is_whole = True
        self.tried = asyncio.Event()
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.close()
        self._break()

    def cut(self) -> None:
        self.is_whole = False
        self.tried.clear()
        self._break()

    def mend(self) -> None:
        self.is_whole = True

    def _break(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _carry(self, reader: StreamReader, writer: StreamWriter) -> None:
        if not self.is_whole:
            self.tried.set()
            writer.transport.abort()
            return
        beyond, answers = await asyncio.open_connection(*self._there)
        self._writers |= {writer, answers}
        async with asyncio.TaskGroup() as group:
            group.create_task(_pour(reader, answers))
            group.create_task(_pour(beyond, writer))
        self._writers -= {writer, answers}


async def _pour(source: StreamReader, target: StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await source.read(65536):
            target.write(chunk)
            await target.drain()
    target.close()
