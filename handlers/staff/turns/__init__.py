"""The turn of the year for the staff: a dry run, the start by one or two persons, how it stands, undoing."""
