-- One row per customer who bought or returned anything: what they spent in a window before the split, and what
-- they did from the split on. Money counts on the day it was booked: returns on the day they came back.
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
  m.customer_id,
  CAST(SUM(m.spent_before) AS DECIMAL(18, 4)) AS spent_before,
  CAST(SUM(m.spent_after) AS DECIMAL(18, 4)) AS spent_after,
  CAST(SUM(m.orders_after) AS BIGINT) AS orders_after
FROM money AS m
GROUP BY m.customer_id
