-- What the buyers of every segment are worth together: sums and sums of squares, how many of them spent at
-- least $high, and the greatest single turnover.
SELECT
  a.segment,
  CAST(COUNT(a.orders) AS BIGINT) AS buyers,
  CAST(SUM(a.orders) AS BIGINT) AS orders,
  CAST(SUM(a.orders * a.orders) AS BIGINT) AS orders_squared,
  CAST(SUM(a.revenue) AS DECIMAL(18, 4)) AS revenue,
  CAST(SUM(CAST(a.revenue AS DECIMAL(19, 4)) * CAST(a.revenue AS DECIMAL(19, 4))) AS DECIMAL(38, 8)) AS revenue_squared,
  CAST(SUM(CASE WHEN a.revenue >= $high THEN 1 ELSE 0 END) AS BIGINT) AS high_value,
  CAST(MAX(a.revenue) AS DECIMAL(18, 4)) AS largest
FROM assigned AS a
WHERE a.orders IS NOT NULL AND a.revenue IS NOT NULL
GROUP BY a.segment
ORDER BY a.segment
