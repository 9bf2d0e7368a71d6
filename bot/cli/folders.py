"""``kruzhok doctor`` looks at the folder of uploaded papers: apart from the database, open to nobody else, writable."""

import os
from pathlib import Path

from bot.cli.mending import Mend
from bot.settings import Settings
from handlers.common.words import _


async def papers(settings: Settings) -> str:
    """What holds of the folder. Raises Mend: a backup of the database's folder must not hold papers too."""
    folder = settings.uploads.resolve()
    home = settings.database_folder
    if home is not None and folder.is_relative_to(home):
        told = _("{folder} is inside the folder of the database. Set UPLOADS_FOLDER to one apart from it.")
        raise Mend(told.format(folder=folder))
    if settings.key_file.resolve().is_relative_to(folder):
        raise Mend(_("the key file lies inside {folder}. Keep keys and papers apart.").format(folder=folder))
    if not folder.exists():
        _refuse_closed(_nearest(folder), folder)
        return _("{folder} is made when the first paper comes.").format(folder=folder)
    _refuse_closed(folder, folder)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        raise Mend(_("others of this machine can look into {folder}. Run: chmod 700 {folder}").format(folder=folder))
    return _("sealed in {folder}, apart from the database.").format(folder=folder)


def _nearest(folder: Path) -> Path:
    return next(one for one in folder.parents if one.exists())


def _refuse_closed(where: Path, folder: Path) -> None:
    if not os.access(where, os.W_OK | os.X_OK):
        told = _("{folder} cannot be written. Give the process a folder of its own by UPLOADS_FOLDER.")
        raise Mend(told.format(folder=folder))
