"""What is done about a message: the tools called and the words said."""
