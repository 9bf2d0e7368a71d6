"""Surveys of parents at set moments; the voices are counted, never shown alone."""
