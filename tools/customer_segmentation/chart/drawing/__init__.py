"""What every picture is made with: theme, font, the page and its words, and writing files."""
