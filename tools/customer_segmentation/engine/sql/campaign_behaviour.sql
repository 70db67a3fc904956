-- One row per customer who bought or returned anything: what was known of them before a campaign, and what followed.
-- Money counts on the day it was booked: returns on the day they came back.
WITH booked AS (
  SELECT
    o.customer_id,
    MAX(CASE WHEN o.valid AND o.ordered_on < $start THEN o.ordered_on END) AS last_on,
    SUM(CASE WHEN o.valid AND o.ordered_on < $start THEN 1 ELSE 0 END) AS orders_known,
    SUM(CASE WHEN o.valid AND o.ordered_on >= $year_from AND o.ordered_on < $start THEN 1 ELSE 0 END) AS orders_year,
    SUM(CASE WHEN o.ordered_on >= $year_from AND o.ordered_on < $start THEN o.gross ELSE 0 END) AS spent_year,
    SUM(CASE WHEN o.valid AND o.ordered_on >= $before_from AND o.ordered_on < $start THEN 1 ELSE 0 END)
      AS orders_before,
    SUM(CASE WHEN o.ordered_on >= $before_from AND o.ordered_on < $start THEN o.gross ELSE 0 END) AS spent_before,
    SUM(CASE WHEN o.valid AND o.ordered_on >= $start AND o.ordered_on < $ends_on THEN 1 ELSE 0 END) AS orders_after,
    SUM(CASE WHEN o.ordered_on >= $start AND o.ordered_on < $ends_on THEN o.gross ELSE 0 END) AS spent_after,
    0 AS returned_later
  FROM orders AS o
  GROUP BY o.customer_id
  UNION ALL
  SELECT
    r.customer_id,
    CAST(NULL AS DATE) AS last_on,
    0 AS orders_known,
    0 AS orders_year,
    SUM(CASE WHEN r.returned_on >= $year_from AND r.returned_on < $start THEN r.amount ELSE 0 END) AS spent_year,
    0 AS orders_before,
    SUM(CASE WHEN r.returned_on >= $before_from AND r.returned_on < $start THEN r.amount ELSE 0 END) AS spent_before,
    0 AS orders_after,
    SUM(CASE WHEN r.returned_on >= $start AND r.returned_on < $ends_on THEN r.amount ELSE 0 END) AS spent_after,
    SUM(CASE WHEN r.returned_on >= $ends_on AND r.returned_on < $returns_to THEN r.amount ELSE 0 END) AS returned_later
  FROM returns AS r
  GROUP BY r.customer_id
)
SELECT
  b.customer_id,
  MAX(b.last_on) AS last_on,
  CAST(SUM(b.orders_known) AS BIGINT) AS orders_known,
  CAST(SUM(b.orders_year) AS BIGINT) AS orders_year,
  CAST(SUM(b.spent_year) AS DECIMAL(18, 4)) AS spent_year,
  CAST(SUM(b.orders_before) AS BIGINT) AS orders_before,
  CAST(SUM(b.spent_before) AS DECIMAL(18, 4)) AS spent_before,
  CAST(SUM(b.orders_after) AS BIGINT) AS orders_after,
  CAST(SUM(b.spent_after) AS DECIMAL(18, 4)) AS spent_after,
  CAST(SUM(-b.returned_later) AS DECIMAL(18, 4)) AS returned_later
FROM booked AS b
GROUP BY b.customer_id
