"""Where people meet the assistant: command line and terminal chat."""
