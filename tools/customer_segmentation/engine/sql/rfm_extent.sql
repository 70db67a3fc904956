-- Per measure: customers, customers at its lowest possible frequency, lowest and highest value.
SELECT
  v.measure,
  CAST(SUM(v.customers) AS BIGINT) AS customers,
  CAST(SUM(CASE WHEN v.value <= 1 THEN v.customers ELSE 0 END) AS BIGINT) AS at_most_one,
  MIN(v.value) AS lowest,
  MAX(v.value) AS highest
FROM rfm_values AS v
GROUP BY v.measure
ORDER BY v.measure
