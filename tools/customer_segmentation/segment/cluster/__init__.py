"""Clusters: groups that the customers themselves form, how they are found, and whether they hold."""
