-- One row per segment that has customers: how many, their orders and their net revenue.
SELECT
  a.segment,
  CAST(COUNT(a.customer_id) AS BIGINT) AS customers,
  CAST(SUM(a.orders) AS BIGINT) AS orders,
  CAST(SUM(a.revenue) AS DECIMAL(18, 4)) AS revenue
FROM assigned AS a
GROUP BY a.segment
ORDER BY a.segment
