"""Tasks that change something outside the workspace."""
