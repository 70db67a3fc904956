-- What the customers of an earlier day did from $split_on until before $ends_on: days with a valid order, and
-- money, net of the returns booked in that time.
WITH days AS (
  SELECT
    o.customer_id,
    MAX(CASE WHEN o.valid THEN 1 ELSE 0 END) AS bought,
    SUM(o.gross) AS spent
  FROM orders AS o
  WHERE o.ordered_on >= $split_on AND o.ordered_on < $ends_on
  GROUP BY o.customer_id, o.ordered_on
  UNION ALL
  SELECT r.customer_id, 0 AS bought, r.amount AS spent
  FROM returns AS r
  WHERE r.returned_on >= $split_on AND r.returned_on < $ends_on
)
SELECT
  b.customer_id,
  CAST(COALESCE(SUM(d.bought), 0) AS BIGINT) AS bought_after,
  CAST(COALESCE(SUM(d.spent), 0) AS DECIMAL(18, 4)) AS spent_after
FROM earlier AS b
LEFT JOIN days AS d ON d.customer_id = b.customer_id
GROUP BY b.customer_id
ORDER BY b.customer_id
