-- Who counts as new on equal terms, per window of the table cohort_windows: customers with a valid order from
-- first_from until before first_to and none from silent_from until then; and how many of them ordered again, on a
-- later day (table order_days), within $within days of it.
SELECT
  w.cohort,
  CAST(COUNT(d.ordered_on) AS BIGINT) AS customers,
  CAST(SUM(CASE WHEN DATE_DIFF('day', d.ordered_on, d.next_on) <= $within THEN 1 ELSE 0 END) AS BIGINT)
    AS ordered_again
FROM cohort_windows AS w
JOIN order_days AS d ON d.ordered_on >= w.first_from AND d.ordered_on < w.first_to
WHERE d.before_on IS NULL OR d.before_on < w.silent_from
GROUP BY w.cohort
