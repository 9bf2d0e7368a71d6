"""Measures, not tests: `make bench` prints how the desk compares with a bare aiogram bot."""
