"""Named sequences of tools."""
