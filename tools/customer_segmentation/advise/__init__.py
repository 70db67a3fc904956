"""From segments to ranked, reasoned recommendations."""
