-- One row per customer with a valid order, for models of buying until leaving: days with a further purchase,
-- days from the first purchase to the last and to $last_day, what the further purchases brought and how many.
WITH days AS (
  SELECT o.customer_id, o.ordered_on, SUM(o.gross) AS gross
  FROM orders AS o
  WHERE o.valid
  GROUP BY o.customer_id, o.ordered_on
),
lives AS (
  SELECT
    d.customer_id,
    MIN(d.ordered_on) AS first_on,
    MAX(d.ordered_on) AS last_on,
    COUNT(d.ordered_on) - 1 AS repeats,
    SUM(d.gross) AS gross
  FROM days AS d
  GROUP BY d.customer_id
)
SELECT
  v.customer_id,
  CAST(v.repeats AS BIGINT) AS repeats,
  CAST(DATE_DIFF('day', v.first_on, v.last_on) AS BIGINT) AS active_days,
  CAST(DATE_DIFF('day', v.first_on, $last_day) AS BIGINT) AS known_days,
  CAST(v.gross - d.gross AS DECIMAL(18, 4)) AS spent,
  CAST(v.repeats AS BIGINT) AS occasions,
  CAST(v.gross AS DECIMAL(18, 4)) AS gross
FROM lives AS v
JOIN days AS d ON d.customer_id = v.customer_id AND d.ordered_on = v.first_on
