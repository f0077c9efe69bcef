-- Question: what are the things called that the audit names by their ids? (NFR-3)
-- Grain:    one row per thing that the mirror knows; of several kinds where they share an id.
-- Columns:  kind (account, subscription, plan, plan_period, plan_resource), own_id, name.
-- Binds:    $ids (VARCHAR[]), $reseller_id (VARCHAR).

SELECT 'account' AS kind, account.account_id AS own_id, account.name
FROM mirror.account
WHERE account.reseller_id = $reseller_id AND list_contains($ids, account.account_id)
UNION ALL
SELECT 'subscription' AS kind, subscription.subscription_id AS own_id, subscription.name
FROM mirror.subscription
WHERE subscription.reseller_id = $reseller_id
    AND list_contains($ids, subscription.subscription_id)
UNION ALL
SELECT 'plan' AS kind, plan.plan_id AS own_id, plan.name
FROM mirror.plan
WHERE plan.reseller_id = $reseller_id AND list_contains($ids, plan.plan_id)
UNION ALL
SELECT 'plan_period' AS kind, plan_period.plan_period_id AS own_id, plan_period.name
FROM mirror.plan_period
WHERE plan_period.reseller_id = $reseller_id
    AND list_contains($ids, plan_period.plan_period_id)
    AND plan_period.name IS NOT NULL
UNION ALL
SELECT 'plan_resource' AS kind, plan_resource.plan_resource_id AS own_id, plan_resource.name
FROM mirror.plan_resource
WHERE plan_resource.reseller_id = $reseller_id
    AND list_contains($ids, plan_resource.plan_resource_id)
