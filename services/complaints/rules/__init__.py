"""Roads and terms, the life of a thread, what may be written; pure."""
