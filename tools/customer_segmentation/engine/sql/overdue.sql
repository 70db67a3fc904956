-- Per segment: customers with a rhythm (orders on at least two days), and those of them who have been silent for
-- longer than their own usual gap, the mean number of days between their orders.
SELECT
  a.segment,
  CAST(COUNT(a.customer_id) AS BIGINT) AS with_rhythm,
  CAST(
    SUM(
      CASE
        WHEN a.recency_days * (a.orders - 1) > DATE_DIFF('day', a.first_on, a.last_on) THEN 1
        ELSE 0
      END
    ) AS BIGINT
  ) AS overdue
FROM assigned AS a
WHERE a.orders > 1 AND a.first_on < a.last_on
GROUP BY a.segment
ORDER BY a.segment
