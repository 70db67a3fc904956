"""Who moved where between two days, on rules that stand still."""
