-- How many customers of each segment have each number of days since the last order and each number of orders.
SELECT
  a.segment,
  a.recency_days,
  a.orders,
  CAST(COUNT(a.customer_id) AS BIGINT) AS customers
FROM assigned AS a
WHERE a.recency_days IS NOT NULL AND a.orders IS NOT NULL
GROUP BY a.segment, a.recency_days, a.orders
ORDER BY a.segment, a.recency_days, a.orders
