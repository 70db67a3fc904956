-- Customers by their segment in either segmentation; NULL where they are in one of them only.
SELECT
  a.segment,
  b.segment AS other_segment,
  CAST(COUNT(COALESCE(a.customer_id, b.customer_id)) AS BIGINT) AS customers
FROM first_segments AS a
FULL JOIN second_segments AS b ON b.customer_id = a.customer_id
GROUP BY a.segment, b.segment
