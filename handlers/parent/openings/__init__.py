"""A fair opening for parents: the hour and the rule, one's own place, and why."""
