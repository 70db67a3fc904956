-- Newcomers whose first order fell from $first_from until before $first_to, and how many ordered again, on a later
-- day (table order_days), within $within days of it; of those who had not within $silent days, how many did so later.
WITH gaps AS (
  SELECT d.customer_id, DATE_DIFF('day', d.ordered_on, d.next_on) AS days
  FROM order_days AS d
  WHERE d.before_on IS NULL AND d.ordered_on >= $first_from AND d.ordered_on < $first_to
)
SELECT
  CAST(COUNT(g.customer_id) AS BIGINT) AS newcomers,
  CAST(COALESCE(SUM(CASE WHEN g.days <= $within THEN 1 ELSE 0 END), 0) AS BIGINT) AS ordered_again,
  CAST(COALESCE(SUM(CASE WHEN g.days <= $silent THEN 0 ELSE 1 END), 0) AS BIGINT) AS silent,
  CAST(COALESCE(SUM(CASE WHEN g.days > $silent AND g.days <= $within THEN 1 ELSE 0 END), 0) AS BIGINT)
    AS ordered_after_silence
FROM gaps AS g
