"""Methods that put every customer in exactly one segment."""
