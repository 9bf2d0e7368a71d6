"""The pure part of the room: what is asked and when, and how voices become figures."""
