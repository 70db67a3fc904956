"""A conversation: messages in, checked replies out, decisions read by code."""
