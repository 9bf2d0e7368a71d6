"""Fair opening: the hour, strict order of time or a draw that anybody can repeat, and why each has its place."""
