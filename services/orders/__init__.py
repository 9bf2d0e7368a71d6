"""The social order of a territory: lines of a calendar year, their limits and what is promised of them."""
