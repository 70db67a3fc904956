-- One row per customer with a valid order: the group of the first order (table cohort_parts, NULL where it has
-- none), the number of the period of the first order, and the days from it to the next day with an order (table
-- order_days). Periods are counted from $origin: $size days long, or $size months where $in_months.
SELECT
  d.customer_id,
  p.part,
  CAST(
    CASE
      WHEN $in_months THEN DATE_DIFF(
        'month',
        CAST(DATE_TRUNC('month', $origin) AS DATE),
        CAST(DATE_TRUNC('month', d.ordered_on) AS DATE)
      ) // $size
      ELSE DATE_DIFF('day', $origin, d.ordered_on) // $size
    END AS BIGINT
  ) AS cohort,
  CAST(DATE_DIFF('day', d.ordered_on, d.next_on) AS BIGINT) AS again_after
FROM order_days AS d
LEFT JOIN cohort_parts AS p ON p.customer_id = d.customer_id
WHERE d.before_on IS NULL
