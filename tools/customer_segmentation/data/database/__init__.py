"""Databases of the person: their addresses, sessions that only read, their tables and how these belong together."""
