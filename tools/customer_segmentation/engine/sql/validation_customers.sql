-- One row per customer who had ordered before the split: as known by then, and what followed. Customers are
-- numbered alike whatever the split.
WITH buyers_ever AS (
  SELECT o.customer_id
  FROM orders AS o
  GROUP BY o.customer_id
),
numbered AS (
  SELECT b.customer_id, ROW_NUMBER() OVER (ORDER BY b.customer_id) AS number
  FROM buyers_ever AS b
)
SELECT
  CAST(n.number AS BIGINT) AS number,
  c.segment,
  c.recency_days,
  c.orders,
  c.revenue,
  c.orders_after,
  c.spent_after
FROM split_customers AS c
JOIN numbered AS n ON n.customer_id = c.customer_id
WHERE c.recency_days IS NOT NULL AND c.orders IS NOT NULL AND c.revenue IS NOT NULL
ORDER BY n.number
