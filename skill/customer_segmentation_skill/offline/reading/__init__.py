"""What a message holds: its words, numbers, dates, columns, values, segments, files."""
