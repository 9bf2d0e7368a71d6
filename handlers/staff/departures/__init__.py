"""Clubs that end, for the staff: how each stands in the chat, words of the pages, the report as a file."""
