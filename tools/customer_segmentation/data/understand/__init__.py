"""What a raw table means: which column plays which role, how its dates and numbers are written, what a row is."""
