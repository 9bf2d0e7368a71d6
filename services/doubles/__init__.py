"""Doubles: two records of one child become one, with both histories (see ``actions.saying``)."""
