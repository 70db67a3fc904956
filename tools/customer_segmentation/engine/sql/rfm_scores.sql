-- Scores 1 to 5, 5 best. A value equal to a cut belongs to the class above it; recency runs downward.
SELECT
  m.customer_id,
  m.recency_days,
  m.orders,
  m.revenue,
  m.first_on,
  m.last_on,
  CAST(
    CASE
      WHEN m.recency_days >= $r4 THEN 1
      WHEN m.recency_days >= $r3 THEN 2
      WHEN m.recency_days >= $r2 THEN 3
      WHEN m.recency_days >= $r1 THEN 4
      ELSE 5
    END AS BIGINT
  ) AS r,
  CAST(
    CASE
      WHEN m.frequency >= $f4 THEN 5
      WHEN m.frequency >= $f3 THEN 4
      WHEN m.frequency >= $f2 THEN 3
      WHEN m.frequency >= $f1 THEN 2
      ELSE 1
    END AS BIGINT
  ) AS f,
  CAST(
    CASE
      WHEN m.revenue >= $m4 THEN 5
      WHEN m.revenue >= $m3 THEN 4
      WHEN m.revenue >= $m2 THEN 3
      WHEN m.revenue >= $m1 THEN 2
      ELSE 1
    END AS BIGINT
  ) AS m
FROM rfm_measures AS m
