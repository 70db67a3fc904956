"""Reading a person's decision on what waits for approval."""
