"""From sources to typed tables: reading, roles, cleaning with a receipt, findings, the demo shop."""
