"""Territories: the acts of the trial as data. One pack is one territory; a sixth is a new file and no code."""
