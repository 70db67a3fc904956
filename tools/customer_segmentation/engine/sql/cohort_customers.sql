-- One row per customer with a valid order: the group of the first order (table cohort_parts, NULL where it has
-- none), the number of the period of the first order, and the days from the first to the second order.
-- Periods are counted from $origin: $size days long, or $size months where $in_months.
WITH numbered AS (
  SELECT
    o.customer_id,
    o.ordered_on,
    ROW_NUMBER() OVER (PARTITION BY o.customer_id ORDER BY o.ordered_at, o.order_id) AS nth
  FROM orders AS o
  WHERE o.valid
),
firsts AS (
  SELECT
    n.customer_id,
    MIN(CASE WHEN n.nth = 1 THEN n.ordered_on END) AS first_on,
    MIN(CASE WHEN n.nth = 2 THEN n.ordered_on END) AS second_on
  FROM numbered AS n
  WHERE n.nth <= 2
  GROUP BY n.customer_id
)
SELECT
  f.customer_id,
  p.part,
  CAST(
    CASE
      WHEN $in_months THEN DATE_DIFF(
        'month',
        CAST(DATE_TRUNC('month', $origin) AS DATE),
        CAST(DATE_TRUNC('month', f.first_on) AS DATE)
      ) // $size
      ELSE DATE_DIFF('day', $origin, f.first_on) // $size
    END AS BIGINT
  ) AS cohort,
  CAST(DATE_DIFF('day', f.first_on, f.second_on) AS BIGINT) AS second_after
FROM firsts AS f
LEFT JOIN cohort_parts AS p ON p.customer_id = f.customer_id
