"""Everything a person touches: screens of the chat by audience and room, and the words of the desk.

A handler is four moves: read the press, one action, commit, show one screen.
"""
