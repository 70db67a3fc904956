"""From a raw table to typed tables, with a receipt that adds up."""
