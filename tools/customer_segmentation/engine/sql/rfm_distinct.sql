-- The distinct values of one measure in ascending order.
SELECT v.value, v.customers
FROM rfm_values AS v
WHERE v.measure = $measure
ORDER BY v.value
