"""What segments mean and how far to trust them."""
