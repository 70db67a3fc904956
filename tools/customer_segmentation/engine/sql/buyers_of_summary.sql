-- Buyers of a file that is already aggregated: one row per customer with at least one order.
SELECT
  s.customer_id,
  s.first_on,
  s.last_on,
  CAST(s.orders AS BIGINT) AS orders,
  CAST(NULL AS BIGINT) AS days,
  CAST(NULL AS BIGINT) AS lines,
  CAST(s.revenue AS DECIMAL(18, 4)) AS revenue
FROM summary AS s
WHERE s.orders > 0
