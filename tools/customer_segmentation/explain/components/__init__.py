"""Principal components: the few dimensions in which customers differ most."""
