-- Rule:    everything a reseller is charged is in its currency.
-- Finds:   the costs and consumption in another one; of months that no load touched, the sums that
--          are: a reseller may have got another currency.
-- Needs:   stage.checked_cost, stage.checked_consumption.

SELECT 'cost' AS found_in, cost.source_id AS found_id, cost.currency, reseller.currency AS expected
FROM stage.checked_cost AS cost
JOIN mirror.reseller USING (reseller_id)
WHERE cost.currency <> reseller.currency
UNION ALL
SELECT 'cost_by_month', cost.subscription_id, cost.currency, reseller.currency
FROM ledger.cost_by_month AS cost
JOIN mirror.reseller USING (reseller_id)
WHERE cost.currency <> reseller.currency
UNION ALL
SELECT 'consumption', consumption_id, consumption.currency, reseller.currency
FROM stage.checked_consumption AS consumption
JOIN mirror.reseller USING (reseller_id)
WHERE consumption.currency <> reseller.currency
