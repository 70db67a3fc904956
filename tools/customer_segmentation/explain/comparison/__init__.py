"""Two ways of segmenting the same customers, compared."""
