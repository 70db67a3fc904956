-- One row per earlier segment: who came back after the split, what they spent before and after, and the sums of
-- squares from which the spread of the change per customer follows.
WITH ranked AS (
  SELECT
    c.segment,
    CAST(c.spent_before AS DECIMAL(19, 4)) AS spent_before,
    CAST(c.spent_after AS DECIMAL(19, 4)) AS spent_after,
    c.orders_after,
    ROW_NUMBER() OVER (PARTITION BY c.segment ORDER BY c.spent_before DESC, c.customer_id) AS place
  FROM split_customers AS c
)
SELECT
  r.segment,
  CAST(COUNT(r.place) AS BIGINT) AS customers,
  CAST(SUM(CASE WHEN r.orders_after > 0 THEN 1 ELSE 0 END) AS BIGINT) AS came_back,
  CAST(SUM(r.orders_after) AS BIGINT) AS orders_after,
  CAST(SUM(r.spent_before) AS DECIMAL(18, 4)) AS spent_before,
  CAST(SUM(r.spent_after) AS DECIMAL(18, 4)) AS spent_after,
  CAST(SUM(r.spent_before * r.spent_before) AS DECIMAL(38, 8)) AS before_squared,
  CAST(SUM(r.spent_before * r.spent_after) AS DECIMAL(38, 8)) AS before_after,
  CAST(SUM(r.spent_after * r.spent_after) AS DECIMAL(38, 8)) AS after_squared,
  CAST(SUM(CASE WHEN r.place <= $largest THEN r.spent_before ELSE 0 END) AS DECIMAL(18, 4)) AS largest_before
FROM ranked AS r
GROUP BY r.segment
ORDER BY r.segment
