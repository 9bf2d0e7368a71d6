"""The demo: a fictional catalogue and history in the real territories, played on this machine alone."""
