"""Questions, appeals and complaints: each by its road, with a term, an answer and an outcome."""
