"""Schedules: a recipe, when it is run, what it may do without asking, and its runs."""
