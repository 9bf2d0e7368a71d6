"""``make i18n``: extract the words, bring both catalogues up to date, fill English with the source text."""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"
KEYWORDS = {"_": None, "_n": (1, 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
FIXED = datetime(2026, 1, 1, tzinfo=UTC)
"""The catalogues change with the words, not with the day."""


def extract() -> Catalog:
    """Every word of ``bot`` and ``handlers``."""
    catalog = Catalog(project="kruzhok", charset="utf-8", creation_date=FIXED, revision_date=FIXED, fuzzy=False)
    for package in ("bot", "handlers"):
        found = extract_from_dir(str(ROOT / package), METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=())
        for file, _line, message, _comments, context in sorted(found):
            catalog.add(message, None, [(f"{package}/{file}", 0)], context=context)
    return catalog


def read(locale: str) -> Catalog:
    """A catalogue as it is kept."""
    path = LOCALES / locale / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=locale, project="kruzhok", charset="utf-8", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def write(catalog: Catalog, path: Path) -> None:
    """Keep a catalogue: file names without lines, so that moving code changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    out = BytesIO()
    write_po(out, catalog, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    path.write_bytes(out.getvalue())


def main() -> int:
    """Write the template and both languages; the number of Russian words missing is the exit code's reason."""
    template = extract()
    write(template, LOCALES / "messages.pot")
    missing = 0
    for locale in ("ru", "en"):
        catalog = read(locale)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.creation_date = catalog.revision_date = FIXED
        for message in catalog:
            if locale == "en" and message.id:
                message.string = message.id
            missing += bool(message.id) and not all(
                message.string if isinstance(message.string, tuple) else (message.string,),
            )
        write(catalog, LOCALES / locale / "LC_MESSAGES" / "messages.po")
    print(f"{len(template)} messages, {missing} without Russian words")  # noqa: T201 (a command speaks)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
