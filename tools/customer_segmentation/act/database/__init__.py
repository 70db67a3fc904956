"""Databases that segments are written into."""
