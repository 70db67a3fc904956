"""Effects of past campaigns and tests."""
