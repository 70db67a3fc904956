"""Who gets which action, how much is spent, what comes back, and how sure that is."""
