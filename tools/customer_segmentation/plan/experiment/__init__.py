"""How a test must look to tell whether an action works: who is held out, what it can detect, when it is read."""
