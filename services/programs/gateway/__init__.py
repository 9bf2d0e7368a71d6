"""The neighbours' catalogues: a file or an address in, checked records out. No database, no words for people.

``open_catalogue`` reads a Navigator package, a CSV or an XLSX; each record that it gives was checked by everything
that needs no other record. ``Ledger`` keeps a few bytes of each and settles the rest: duplicates, parents, warnings.
"""
