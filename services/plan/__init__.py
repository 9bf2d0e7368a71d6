"""The plan of the trial: the rows of the act with their terms, and the marks of what is done."""
