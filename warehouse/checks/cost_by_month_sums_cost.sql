-- Rule:    ledger.cost_by_month is the sum of ledger.cost, in every column, both ways.
-- Finds:   the keys where a rollup and the costs it sums do not balance.
-- Needs:   stage.checked_cost, stage.checked_cost_by_month.
-- A key is its digest of 64 bits, which is much faster to group by than seven columns.

WITH movement AS (
    SELECT
        hash(reseller_id, month, account_id, subscription_id, category, resource, currency) AS key,
        gross_amount,
        discount_amount,
        net_amount,
        CASE WHEN gross_amount < 0 THEN gross_amount ELSE 0 END AS refund_amount,
        1 AS record_count,
        CASE WHEN is_final THEN 0 ELSE 1 END AS open_count,
        0 AS rollup_count
    FROM stage.checked_cost
    UNION ALL
    SELECT
        hash(reseller_id, month, account_id, subscription_id, category, resource, currency),
        -gross_amount,
        -discount_amount,
        -net_amount,
        -refund_amount,
        -record_count,
        -open_count,
        1
    FROM stage.checked_cost_by_month
)

SELECT key
FROM movement
GROUP BY key
HAVING sum(gross_amount) <> 0
    OR sum(discount_amount) <> 0
    OR sum(net_amount) <> 0
    OR sum(refund_amount) <> 0
    OR sum(record_count) <> 0
    OR sum(open_count) <> 0
    OR sum(rollup_count) <> 1
