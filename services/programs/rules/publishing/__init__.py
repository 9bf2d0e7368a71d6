"""From what a neighbour tells of a program to what is published of it. Pure; the act's words come from its pack."""
