"""What every tool is made of: the tool itself, requests, replies, facts, errors and words."""
