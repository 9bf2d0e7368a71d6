"""Texts of documents: templates as data, filled strictly, and the digest of what was made."""
