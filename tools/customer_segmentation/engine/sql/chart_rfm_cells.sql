-- How many customers of each segment have each combination of scores.
SELECT
  a.segment,
  a.r,
  a.f,
  a.m,
  CAST(COUNT(a.customer_id) AS BIGINT) AS customers
FROM assigned AS a
GROUP BY a.segment, a.r, a.f, a.m
ORDER BY a.segment, a.r, a.f, a.m
