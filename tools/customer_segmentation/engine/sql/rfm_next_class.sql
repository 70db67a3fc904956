-- Anchored scoring: where the class ends that begins after the first $start customers, by ascending value.
--
-- It aims at n / $classes of the n = $total - $start customers left. A class of s customers closes before a
-- value of c customers if s + c overshoots the aim by more than s falls short of it:
-- (s + c) - n / k > n / k - s, that is k (2 s + c) > 2 n. The left side grows with the value, so that
-- the lowest value which meets it begins the next class.
SELECT
  MIN(v.value) AS lowest,
  MIN(v.upto - v.customers) AS customers_below
FROM rfm_values AS v
WHERE
  v.measure = $measure
  AND v.upto - v.customers > $start
  AND $classes * (2 * v.upto - v.customers - 2 * $start) > 2 * ($total - $start)
