"""Google Sheets: their addresses, the link that anyone may read, the interface for a service account."""
