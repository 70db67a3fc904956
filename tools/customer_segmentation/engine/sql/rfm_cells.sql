-- How many customers have each combination of scores.
SELECT
  a.r,
  a.f,
  a.m,
  CAST(COUNT(a.customer_id) AS BIGINT) AS customers
FROM assigned AS a
GROUP BY a.r, a.f, a.m
ORDER BY a.r, a.f, a.m
