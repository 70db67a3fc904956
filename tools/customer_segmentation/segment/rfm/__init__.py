"""RFM: recency, frequency and monetary value scored 1 to 5, and the segments they make."""
