-- Question: which subscriptions does an account have? (CLI-8)
-- Grain:    one row per subscription, the newest first; deleted ones as well.
-- Columns:  subscription_id, account_id, plan_id, name, status (as sent), is_trial, started_on,
--           expires_on, is_auto_renewed, updated_at (UTC).
-- Binds:    $account_id, $reseller_id (VARCHAR).

SELECT
    subscription_id,
    account_id,
    plan_id,
    name,
    status,
    is_trial,
    started_on,
    expires_on,
    is_auto_renewed,
    updated_at
FROM mirror.subscription
WHERE account_id = $account_id
    AND reseller_id = $reseller_id
ORDER BY created_at DESC, TRY_CAST(subscription_id AS BIGINT) DESC, subscription_id DESC
