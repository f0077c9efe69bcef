-- Question: which subscriptions to a plan does an account have already? (ORD-25)
-- Grain:    one row per subscription that is not gone and whose installation has not failed.
-- Columns:  subscription_id.
-- Binds:    $account_id, $plan_id, $reseller_id (VARCHAR).

SELECT subscription_id
FROM mirror.subscription
WHERE reseller_id = $reseller_id
    AND account_id = $account_id
    AND plan_id = $plan_id
    AND status NOT IN ('deleted', 'installation_failed')
ORDER BY TRY_CAST(subscription_id AS BIGINT), subscription_id
