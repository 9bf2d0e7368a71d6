"""The turn of the year: who goes on is asked before recruitment is open to all, the old year's groups and money end."""
