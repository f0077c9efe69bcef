-- Question: which of these subscriptions are the reseller's, and what are they?
-- Grain:    one row per subscription that is; another reseller's is left out (NFR-1).
-- Columns:  subscription_id, account_id, name, billing_type (as the platform says it; NULL when
--           the plan is not known any more).
-- Binds:    $subscription_ids (VARCHAR[]), $reseller_id (VARCHAR).

SELECT
    subscription.subscription_id,
    subscription.account_id,
    subscription.name,
    plan.billing_type
FROM mirror.subscription
LEFT JOIN mirror.plan
    ON plan.plan_id = subscription.plan_id AND plan.reseller_id = subscription.reseller_id
WHERE subscription.reseller_id = $reseller_id
    AND list_contains($subscription_ids, subscription.subscription_id)
ORDER BY subscription.subscription_id
