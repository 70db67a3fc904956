"""What sets each segment apart: effects with intervals, and rules in words."""
