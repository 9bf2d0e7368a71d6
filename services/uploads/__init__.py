"""Files that people upload: checked, drawn anew, sealed with a key of its own, kept apart from the database."""
