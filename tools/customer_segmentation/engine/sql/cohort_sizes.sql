-- Per group and cohort: its customers, and how many of them ordered again, on a later day, within $within days of
-- the first order.
SELECT
  c.part,
  c.cohort,
  CAST(COUNT(c.customer_id) AS BIGINT) AS customers,
  CAST(SUM(CASE WHEN c.again_after <= $within THEN 1 ELSE 0 END) AS BIGINT) AS ordered_again
FROM cohort_customers AS c
GROUP BY c.part, c.cohort
