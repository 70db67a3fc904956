"""Customers followed from the period of their first order."""
