-- What each cohort did so many periods after that of its first order: one row per group, cohort and period with
-- something in it. A customer is active by a valid order, never by a return. Money is net, each return in the
-- period it was booked in; what was booked before the first valid order counts in the first period.
WITH events AS (
  SELECT
    o.customer_id,
    o.ordered_on AS booked_on,
    CASE WHEN o.valid THEN 1 ELSE 0 END AS orders,
    o.gross AS amount
  FROM orders AS o
  UNION ALL
  SELECT r.customer_id, r.returned_on AS booked_on, 0 AS orders, r.amount
  FROM returns AS r
),
placed AS (
  SELECT
    e.customer_id,
    CASE
      WHEN $in_months THEN DATE_DIFF(
        'month',
        CAST(DATE_TRUNC('month', $origin) AS DATE),
        CAST(DATE_TRUNC('month', e.booked_on) AS DATE)
      ) // $size
      ELSE DATE_DIFF('day', $origin, e.booked_on) // $size
    END AS period,
    e.orders,
    e.amount
  FROM events AS e
),
per_customer AS (
  SELECT
    c.part,
    c.cohort,
    GREATEST(p.period - c.cohort, 0) AS later,
    p.customer_id,
    SUM(p.orders) AS orders,
    SUM(p.amount) AS revenue
  FROM placed AS p
  JOIN cohort_customers AS c ON c.customer_id = p.customer_id
  GROUP BY c.part, c.cohort, GREATEST(p.period - c.cohort, 0), p.customer_id
)
SELECT
  u.part,
  u.cohort,
  CAST(u.later AS BIGINT) AS later,
  CAST(SUM(CASE WHEN u.orders > 0 THEN 1 ELSE 0 END) AS BIGINT) AS customers,
  CAST(SUM(u.orders) AS BIGINT) AS orders,
  CAST(SUM(u.revenue) AS DECIMAL(18, 4)) AS revenue
FROM per_customer AS u
GROUP BY u.part, u.cohort, u.later
