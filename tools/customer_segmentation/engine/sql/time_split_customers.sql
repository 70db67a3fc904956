-- One row per customer of the earlier segments: what was known of them before the split, and what they did after it.
SELECT
  e.customer_id,
  e.segment,
  CAST(e.recency_days AS BIGINT) AS recency_days,
  CAST(e.orders AS BIGINT) AS orders,
  CAST(e.revenue AS DECIMAL(18, 4)) AS revenue,
  CAST(COALESCE(m.spent_before, 0) AS DECIMAL(18, 4)) AS spent_before,
  CAST(COALESCE(m.spent_after, 0) AS DECIMAL(18, 4)) AS spent_after,
  CAST(COALESCE(m.orders_after, 0) AS BIGINT) AS orders_after
FROM earlier AS e
LEFT JOIN window_money AS m ON m.customer_id = e.customer_id
