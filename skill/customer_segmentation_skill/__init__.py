"""The conversation: agent, offline brain and the surfaces people use."""
