-- Newcomers whose first order fell from $first_from until before $first_to, and how many ordered again within
-- $within days of it; of those without a second order in the first $silent days, how many did so later.
WITH numbered AS (
  SELECT
    o.customer_id,
    o.ordered_on,
    ROW_NUMBER() OVER (PARTITION BY o.customer_id ORDER BY o.ordered_at, o.order_id) AS nth
  FROM orders AS o
  WHERE o.valid
),
gaps AS (
  SELECT a.customer_id, DATE_DIFF('day', a.ordered_on, b.ordered_on) AS days
  FROM numbered AS a
  LEFT JOIN numbered AS b ON b.customer_id = a.customer_id AND b.nth = 2
  WHERE a.nth = 1 AND a.ordered_on >= $first_from AND a.ordered_on < $first_to
)
SELECT
  CAST(COUNT(g.customer_id) AS BIGINT) AS newcomers,
  CAST(COALESCE(SUM(CASE WHEN g.days <= $within THEN 1 ELSE 0 END), 0) AS BIGINT) AS ordered_again,
  CAST(COALESCE(SUM(CASE WHEN g.days <= $silent THEN 0 ELSE 1 END), 0) AS BIGINT) AS silent,
  CAST(COALESCE(SUM(CASE WHEN g.days > $silent AND g.days <= $within THEN 1 ELSE 0 END), 0) AS BIGINT)
    AS ordered_after_silence
FROM gaps AS g
