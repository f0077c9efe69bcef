-- Question: on which days of a period were charges closed, and how many?
-- Grain:    one row per day with closed charges, in order.
-- Columns:  closed_on DATE, charge_count.
-- Binds:    $start, $end (DATE, end excluded), $reseller_id (VARCHAR).

SELECT closed_on, count(*) AS charge_count
FROM ledger.reseller_charge
WHERE reseller_id = $reseller_id
    AND closed_on >= $start
    AND closed_on < $end
    AND coalesce(status, 'closed') NOT IN ('new', 'deleted', 'refunded')
GROUP BY closed_on
ORDER BY closed_on
