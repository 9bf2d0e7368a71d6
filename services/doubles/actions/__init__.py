"""Two records of one child are compared, joined, kept apart, parted again."""

from services.doubles.actions.saying import say_other, say_same, see, take_back

__all__ = ["say_other", "say_same", "see", "take_back"]
