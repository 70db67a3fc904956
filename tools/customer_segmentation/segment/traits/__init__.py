"""Groups by who customers are: age, place, household, attitudes, and how they say they buy."""
