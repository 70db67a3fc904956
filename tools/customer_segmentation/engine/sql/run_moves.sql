-- How many customers are in each pair of segments of two runs: NULL before for those who are new, NULL after for
-- those who are gone.
WITH everybody AS (
  SELECT e.customer_id FROM earlier AS e
  UNION
  SELECT l.customer_id FROM later AS l
)
SELECT e.segment AS segment_before, l.segment AS segment_after, CAST(COUNT(c.customer_id) AS BIGINT) AS customers
FROM everybody AS c
LEFT JOIN earlier AS e ON e.customer_id = c.customer_id
LEFT JOIN later AS l ON l.customer_id = c.customer_id
GROUP BY e.segment, l.segment
ORDER BY COALESCE(e.segment, ''), COALESCE(l.segment, '')
