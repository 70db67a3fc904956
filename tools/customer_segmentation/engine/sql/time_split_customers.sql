-- One row per customer of the earlier segments: what they spent in a window before the split, and what they
-- did after it. Money counts on the day it was booked: returns on the day they came back.
WITH money AS (
  SELECT
    o.customer_id,
    SUM(CASE WHEN o.ordered_on >= $before_from AND o.ordered_on < $before_to THEN o.gross ELSE 0 END) AS spent_before,
    SUM(CASE WHEN o.ordered_on >= $split_on AND o.ordered_on < $as_of THEN o.gross ELSE 0 END) AS spent_after,
    SUM(CASE WHEN o.valid AND o.ordered_on >= $split_on AND o.ordered_on < $as_of THEN 1 ELSE 0 END) AS orders_after
  FROM orders AS o
  GROUP BY o.customer_id
  UNION ALL
  SELECT
    r.customer_id,
    SUM(CASE WHEN r.returned_on >= $before_from AND r.returned_on < $before_to THEN r.amount ELSE 0 END)
      AS spent_before,
    SUM(CASE WHEN r.returned_on >= $split_on AND r.returned_on < $as_of THEN r.amount ELSE 0 END) AS spent_after,
    0 AS orders_after
  FROM returns AS r
  GROUP BY r.customer_id
)
SELECT
  e.customer_id,
  e.segment,
  e.recency_days,
  e.orders,
  CAST(COALESCE(SUM(m.spent_before), 0) AS DECIMAL(18, 4)) AS spent_before,
  CAST(COALESCE(SUM(m.spent_after), 0) AS DECIMAL(18, 4)) AS spent_after,
  CAST(COALESCE(SUM(m.orders_after), 0) AS BIGINT) AS orders_after
FROM earlier AS e
LEFT JOIN money AS m ON m.customer_id = e.customer_id
GROUP BY e.customer_id, e.segment, e.recency_days, e.orders
