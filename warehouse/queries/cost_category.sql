-- Question: which categories is the cost of these subscriptions split into? (ANL-11)
-- Grain:    one row per category with cost at any time, and per resource that has no category; no
--           row when no resource of theirs has one.
-- Columns:  category.
-- Binds:    $subscription_ids (VARCHAR[]), $reseller_id (VARCHAR).

WITH part AS (
    SELECT DISTINCT category, resource
    FROM ledger.cost_by_month
    WHERE reseller_id = $reseller_id AND list_contains($subscription_ids, subscription_id)
)

SELECT DISTINCT coalesce(category, resource) AS category
FROM part
WHERE (SELECT bool_or(category IS NOT NULL) FROM part)
ORDER BY category
