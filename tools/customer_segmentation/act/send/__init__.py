"""Sending an audience to a receiver: a signed webhook, or a marketing service through its own library."""
