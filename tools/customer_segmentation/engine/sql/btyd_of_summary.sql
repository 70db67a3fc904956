-- The same as btyd_customers for data that are already aggregated: orders stand for days, and spend is that of
-- all orders, the first included. Customers whose first day is not known are left out.
SELECT
  b.customer_id,
  CAST(
    CASE
      WHEN b.last_on > b.first_on THEN LEAST(b.orders - 1, DATE_DIFF('day', b.first_on, b.last_on))
      ELSE 0
    END AS BIGINT
  ) AS repeats,
  CAST(
    CASE WHEN b.orders > 1 AND b.last_on > b.first_on THEN DATE_DIFF('day', b.first_on, b.last_on) ELSE 0 END
    AS BIGINT
  ) AS active_days,
  CAST(GREATEST(DATE_DIFF('day', b.first_on, $last_day), 0) AS BIGINT) AS known_days,
  CAST(b.revenue AS DECIMAL(18, 4)) AS spent,
  CAST(b.orders AS BIGINT) AS occasions,
  CAST(b.revenue AS DECIMAL(18, 4)) AS gross
FROM buyers AS b
WHERE b.first_on IS NOT NULL
