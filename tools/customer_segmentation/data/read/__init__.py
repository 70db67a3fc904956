"""Any tabular source as one raw table: one file per format, nothing parsed that the format leaves as text."""
