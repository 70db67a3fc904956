-- Customers of both segmentations by their segments and by each distinct value of a measure, where it is known.
WITH measured AS (
  SELECT
    a.segment,
    b.segment AS other_segment,
    CASE $measure
      WHEN 'recency_days' THEN CAST(COALESCE(a.recency_days, b.recency_days) AS DECIMAL(18, 4))
      WHEN 'orders' THEN CAST(COALESCE(a.orders, b.orders) AS DECIMAL(18, 4))
      WHEN 'revenue' THEN COALESCE(a.revenue, b.revenue)
    END AS value
  FROM first_segments AS a
  JOIN second_segments AS b ON b.customer_id = a.customer_id
)
SELECT
  m.segment,
  m.other_segment,
  CAST(m.value AS DECIMAL(18, 4)) AS value,
  CAST(COUNT(m.value) AS BIGINT) AS customers
FROM measured AS m
WHERE m.value IS NOT NULL
GROUP BY m.segment, m.other_segment, m.value
ORDER BY m.value, m.segment, m.other_segment
