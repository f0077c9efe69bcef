-- Question: which resource categories do these subscriptions have? (ANL-11)
-- Grain:    one row per category with cost at any time.
-- Columns:  category.
-- Binds:    $subscription_ids (VARCHAR[]), $reseller_id (VARCHAR).

SELECT DISTINCT category
FROM ledger.cost_by_month
WHERE reseller_id = $reseller_id
    AND list_contains($subscription_ids, subscription_id)
    AND category IS NOT NULL
ORDER BY category
