-- Rule:    ledger.cost_by_month is the sum of ledger.cost, in every column, both ways.
-- Finds:   what either side has and the other has not.
-- Needs:   stage.checked_month.

WITH summed AS (
    SELECT
        reseller_id, month, account_id, subscription_id, category, resource,
        sum(gross_amount), sum(discount_amount), sum(net_amount),
        sum(CASE WHEN gross_amount < 0 THEN gross_amount ELSE 0 END),
        currency, count(*), count(CASE WHEN NOT is_final THEN 1 END)
    FROM ledger.cost
    SEMI JOIN stage.checked_month USING (subscription_id, month)
    GROUP BY reseller_id, month, account_id, subscription_id, category, resource, currency
),

rolled_up AS (
    SELECT
        reseller_id, month, account_id, subscription_id, category, resource,
        gross_amount, discount_amount, net_amount, refund_amount,
        currency, record_count, open_count
    FROM ledger.cost_by_month
    SEMI JOIN stage.checked_month USING (subscription_id, month)
)

(FROM summed EXCEPT ALL FROM rolled_up)
UNION ALL
(FROM rolled_up EXCEPT ALL FROM summed)
