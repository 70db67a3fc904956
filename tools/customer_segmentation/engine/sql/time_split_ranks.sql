-- Per distinct recency and per distinct number of orders before the split: customers, and who came back after it.
SELECT
  'recency' AS measure,
  CAST(c.recency_days AS BIGINT) AS value,
  CAST(COUNT(c.customer_id) AS BIGINT) AS customers,
  CAST(SUM(CASE WHEN c.orders_after > 0 THEN 1 ELSE 0 END) AS BIGINT) AS came_back
FROM split_customers AS c
GROUP BY c.recency_days
UNION ALL
SELECT
  'orders' AS measure,
  CAST(c.orders AS BIGINT) AS value,
  CAST(COUNT(c.customer_id) AS BIGINT) AS customers,
  CAST(SUM(CASE WHEN c.orders_after > 0 THEN 1 ELSE 0 END) AS BIGINT) AS came_back
FROM split_customers AS c
GROUP BY c.orders
ORDER BY measure, value
