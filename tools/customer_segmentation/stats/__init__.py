"""Intervals, effect sizes and tests: pure functions on counts and arrays, each with its source."""
