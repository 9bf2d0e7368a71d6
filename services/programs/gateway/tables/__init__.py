"""Catalogues as tables: CSV and XLSX by one template, one row a group, into the same records by the same tests."""
