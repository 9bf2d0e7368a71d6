"""Where the data keys live: a file beside the database's folder, never inside a backup of the database."""

from pathlib import Path

from services.core.crypto import KeysBroken, install, new_keyring, read_keyring, write_keyring


def install_keys(path: Path, *, may_make: bool) -> None:
    """Install the keys of ``path``; make them if the database is new.

    Raises KeysBroken if they are missing for a database that already holds encrypted fields: fresh keys
    would make its data unreadable for ever.
    """
    if not path.exists():
        if not may_make:
            raise KeysBroken(f"the key file {path.name} is missing; put it back from its backup (KEY_FILE names it)")
        write_keyring(new_keyring(), path)
    install(read_keyring(path.read_text(encoding="utf-8")), path)
