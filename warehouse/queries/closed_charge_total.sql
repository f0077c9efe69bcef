-- Question: how many charges were closed in a period, and what do they sum to? (REP-2)
-- Grain:    one row; amounts are zero when there is no charge.
-- Columns:  charge_count, gross_amount, discount_amount, net_amount DECIMAL(38, 6) in the
--           reseller's currency, has_numeric_ids (whether every id in the report is a number).
-- Binds:    $start, $end (DATE, end excluded), $reseller_id (VARCHAR).

SELECT
    count(*) AS charge_count,
    coalesce(sum(reseller_charge.gross_amount), 0) AS gross_amount,
    coalesce(sum(reseller_charge.discount_amount), 0) AS discount_amount,
    coalesce(sum(reseller_charge.net_amount), 0) AS net_amount,
    coalesce(
        bool_and(
            regexp_full_match(charge.charge_id, '\d{1,18}')
            AND regexp_full_match(charge.account_id, '\d{1,18}')
            AND regexp_full_match(charge.subscription_id, '\d{1,18}')
        ),
        true
    ) AS has_numeric_ids
FROM ledger.reseller_charge
JOIN ledger.charge
    ON charge.charge_id = reseller_charge.charge_id AND charge.reseller_id = $reseller_id
WHERE reseller_charge.reseller_id = $reseller_id
    AND reseller_charge.closed_on >= $start
    AND reseller_charge.closed_on < $end
    AND coalesce(reseller_charge.status, 'closed') NOT IN ('new', 'deleted', 'refunded')
