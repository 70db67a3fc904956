-- One row per customer who is in a segment on either of two days: the segment on each day, NULL where in none, and
-- what they spent in the window before the first day and in the days between the two.
WITH everybody AS (
  SELECT e.customer_id FROM earlier AS e
  UNION
  SELECT l.customer_id FROM later AS l
)
SELECT
  c.customer_id,
  e.segment AS segment_before,
  l.segment AS segment_after,
  CAST(COALESCE(m.spent_before, 0) AS DECIMAL(18, 4)) AS spent_before,
  CAST(COALESCE(m.spent_after, 0) AS DECIMAL(18, 4)) AS spent_between,
  CAST(COALESCE(m.orders_after, 0) AS BIGINT) AS orders_between
FROM everybody AS c
LEFT JOIN earlier AS e ON e.customer_id = c.customer_id
LEFT JOIN later AS l ON l.customer_id = c.customer_id
LEFT JOIN window_money AS m ON m.customer_id = c.customer_id
