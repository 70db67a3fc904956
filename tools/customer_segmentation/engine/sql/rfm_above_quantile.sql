-- Quantile scoring: the lowest value strictly above the $part-th of $classes quantiles (by integer rank).
SELECT MIN(v.value) AS lowest
FROM rfm_values AS v
WHERE v.measure = $measure AND $classes * (v.upto - v.customers) >= $part * $total
