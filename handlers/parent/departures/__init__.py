"""A child's club ends: a choice of other places by one tap."""
