"""A fair opening for the staff: announce, watch, rehearse, draw, publish."""
