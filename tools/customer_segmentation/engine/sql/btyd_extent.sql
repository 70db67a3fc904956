-- The day of the first purchase, what customers of a known first day brought net of returns, and how many have none.
SELECT
  MIN(b.first_on) AS first_on,
  CAST(COALESCE(SUM(CASE WHEN b.first_on IS NOT NULL THEN b.revenue END), 0) AS DECIMAL(18, 4)) AS revenue,
  CAST(COALESCE(SUM(CASE WHEN b.first_on IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS unknown_first
FROM buyers AS b
