"""An import of the catalogue, in steps that each fit a short transaction; ``bot.imports`` takes them one by one.

``numbering`` gives the import its number; the file's newer records wait in a ``spool``; ``preparing`` merges them with
the kept ``cards`` and draws what is to be published; ``staging`` writes it where nobody sees it; ``switching`` asks the
guard and shows it all at once; ``purging`` takes away what a dead import left and what the live one replaced.
"""
