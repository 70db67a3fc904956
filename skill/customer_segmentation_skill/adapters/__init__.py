"""From the one definition of a tool to what each surface needs."""
