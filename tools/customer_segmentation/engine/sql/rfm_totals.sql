-- Counts over all customers that no single segment tells.
--
-- Fast starters: ordered again although even their first order lies inside the window of score R5.
SELECT
  CAST(SUM(CASE WHEN a.orders = 1 THEN 1 ELSE 0 END) AS BIGINT) AS one_time,
  CAST(SUM(CASE WHEN a.orders = 1 AND a.m = 5 THEN 1 ELSE 0 END) AS BIGINT) AS one_time_top_value,
  CAST(SUM(CASE WHEN a.orders > 1 AND a.f = 1 THEN 1 ELSE 0 END) AS BIGINT) AS repeat_in_lowest_score,
  CAST(SUM(CASE WHEN a.orders > 1 AND DATE_DIFF('day', a.first_on, $as_of) < $r1 THEN 1 ELSE 0 END) AS BIGINT)
    AS fast_starters,
  CAST(SUM(CASE WHEN a.revenue <= 0 THEN 1 ELSE 0 END) AS BIGINT) AS without_value,
  MIN(COALESCE(a.first_on, a.last_on)) AS first_on
FROM assigned AS a
