"""The decree's table of indicators: what this desk knows of a year, and why it does not know the rest."""
