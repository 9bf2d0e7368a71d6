"""Imports of the catalogue: the whole of one, the queue of those that staff send, and the nightly pull."""
