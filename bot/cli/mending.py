"""What a check of ``kruzhok doctor`` raises."""


class Mend(Exception):
    """Something must be mended; the text says what to do."""
