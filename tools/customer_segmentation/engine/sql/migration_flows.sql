-- One row per pair of a segment on the first day and one on the second (NULL: in none): customers and their spending.
SELECT
  c.segment_before,
  c.segment_after,
  CAST(COUNT(c.customer_id) AS BIGINT) AS customers,
  CAST(SUM(CASE WHEN c.orders_between > 0 THEN 1 ELSE 0 END) AS BIGINT) AS ordered,
  CAST(SUM(c.spent_before) AS DECIMAL(18, 4)) AS spent_before,
  CAST(SUM(c.spent_between) AS DECIMAL(18, 4)) AS spent_between
FROM migration_customers AS c
GROUP BY c.segment_before, c.segment_after
