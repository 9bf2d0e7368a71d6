"""Reads a workbook in a process of its own and prints its rows, one JSON list a line, their number first.

The reader is native code: a small file can ask it for any amount of memory (a cell in the last row and column of a
sheet, one long text in every cell). Here that ends this process, not the desk. Run as a file, so that nothing but the
reader is imported: ``python -I sheet_process.py BOOK MEGABYTES SECONDS``.
"""

import json
import sys
from datetime import datetime, time, timedelta

from python_calamine import CalamineWorkbook

BAD_BOOK = 3
"""Exit code: no workbook, or a damaged one."""
TOO_LARGE = 4
"""Exit code: the memory did not suffice."""
MEGABYTE = 1_000_000


def limit(megabytes: int, seconds: int) -> None:
    """Cap this process where the system can; elsewhere the sizes that were checked before must do."""
    try:
        import resource  # noqa: PLC0415 (not on every system)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def told(cell: object) -> str:
    """A cell as its owner reads it: whole numbers without a point, days and hours as the tests expect them."""
    match cell:
        case bool():
            text = str(cell).lower()
        case float():
            text = str(int(cell)) if cell.is_integer() else str(cell)
        case datetime():
            text = cell.date().isoformat()
        case time():
            text = cell.strftime("%H:%M")
        case timedelta():
            text = f"{cell.seconds // 3600}:{cell.seconds // 60 % 60:02}"
        case _:
            text = str(cell)
    return text


def main(path: str, megabytes: str, seconds: str) -> int:
    """Print the first sheet. Cells of formulas hold what was computed when the book was saved; nothing is run."""
    limit(int(megabytes), int(seconds))
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheet = book.get_sheet_by_index(0)
    except MemoryError:
        return TOO_LARGE
    except Exception:  # noqa: BLE001 (the reader's errors have no common class)
        return BAD_BOOK
    sys.stdout.write(f"{sheet.total_height + 1}\n")
    for row in sheet.iter_rows():
        sys.stdout.write(json.dumps([told(cell) for cell in row]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
