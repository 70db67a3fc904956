"""What the product's plans are worth, judged by the simulated shops."""
