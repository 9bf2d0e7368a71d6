"""The Navigator's package of reference data: odd encodings, checks in their order, one pass over the file."""
