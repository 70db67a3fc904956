"""Pictures: one file per chart, and the page they are all laid out on."""
