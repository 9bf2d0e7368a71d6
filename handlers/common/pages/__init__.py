"""The way from a chat to the municipality's own pages."""
