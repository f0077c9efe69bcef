-- Changes: ledger.cost_by_month: sums the costs of stage.touched_month anew.
-- Needs:   stage.touched_cost (touched_month.sql, cost_anew.sql).
-- Answers: how many rows went, and how many came.

DELETE FROM ledger.cost_by_month AS known
USING stage.touched_month AS touched
WHERE known.subscription_id = touched.subscription_id AND known.month = touched.month;

INSERT INTO ledger.cost_by_month BY NAME
SELECT
    reseller_id,
    month,
    account_id,
    subscription_id,
    category,
    resource,
    currency,
    sum(gross_amount) AS gross_amount,
    sum(discount_amount) AS discount_amount,
    sum(net_amount) AS net_amount,
    sum(least(gross_amount, 0)) AS refund_amount,
    count(*) AS record_count,
    count(*) FILTER (NOT is_final) AS open_count
FROM stage.touched_cost
GROUP BY ALL
ORDER BY reseller_id, month, account_id, subscription_id, category, resource;
