"""Whom to contact next time: what choosing is worth, told on customers whom nothing was learnt from."""
