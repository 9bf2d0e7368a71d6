"""The social order for the staff: how it is executed, and changing it with the difference shown."""
