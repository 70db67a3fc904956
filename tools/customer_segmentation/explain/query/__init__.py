"""Questions about totals: a measure, by group and period, for a part of the data."""
