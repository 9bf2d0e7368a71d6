"""One-time codes and the protocol of signatures (63-FZ: a simple electronic signature after an agreement)."""
