"""Words for files that are not taken."""

from collections.abc import Callable

from handlers.common.refusals.base import Words
from handlers.common.words import _, _n
from services.uploads.errors import FileLost, TooManyFiles
from services.uploads.rules import LARGEST_MB, MOST_TOGETHER


def _many(error: TooManyFiles) -> str:
    return _n(
        "There is {count} file here already, and more are not taken. Remove one, or bring the paper to the office.",
        "There are {count} files here already, and more are not taken. Remove one, or bring the paper to the office.",
        error.most,
    ).format(count=error.most)


def _lost(_error: FileLost) -> str:
    return _("This file cannot be opened just now. Please send it once more, or bring the paper to the office.")


def _empty() -> str:
    return _("No file was chosen, or it is empty. Choose a photograph or a PDF, or bring the paper to the office.")


def _large() -> str:
    return _(
        "This file is larger than {count} MB. Photograph the paper anew with a smaller size, or bring it to the office."
    ).format(count=LARGEST_MB)


def _kind() -> str:
    return _("This is neither a photograph (JPEG, PNG) nor a PDF. Please photograph the paper and send the picture.")


def _pixels() -> str:
    return _("This picture has too many points. Please photograph the paper with an ordinary camera setting.")


def _broken() -> str:
    return _("This file did not come whole or is damaged; nothing was kept. Please send it once more.")


def _locked() -> str:
    return _("This PDF is closed with a password. Please keep it without one, or send a photograph.")


def _active() -> str:
    return _("This PDF contains a script or another file, so it is not taken. Please send a photograph of the paper.")


def _tail() -> str:
    return _("Something else is hidden behind the end of this PDF, so it is not taken. Please send a photograph.")


def _full() -> str:
    return _(
        "All your papers together may take {count} MB, and this one does not fit. Remove one that is not needed, "
        "or bring the paper to the office."
    ).format(count=MOST_TOGETHER // 1024 // 1024)


WORDS: Words = {TooManyFiles: _many, FileLost: _lost}
INVALID: dict[tuple[str, str], Callable[[], str]] = {
    ("file", "empty"): _empty,
    ("file", "large"): _large,
    ("file", "kind"): _kind,
    ("file", "pixels"): _pixels,
    ("file", "broken"): _broken,
    ("file", "locked"): _locked,
    ("file", "active"): _active,
    ("file", "tail"): _tail,
    ("file", "full"): _full,
}
