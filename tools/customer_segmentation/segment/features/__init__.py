"""Features of customers: what methods compare them by, as columns of one query."""
