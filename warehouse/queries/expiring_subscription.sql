-- Question: which subscriptions expire about now, the nearest to a day first? (HOME-9, HOME-11)
-- Grain:    one row per subscription; of two as near the one that is still to expire comes first.
-- Columns:  subscription_id, account_id, plan_id, name, status (as sent), is_trial, started_on,
--           expires_on, is_auto_renewed, updated_at (UTC); account_name (NULL: not known).
-- Binds:    $today, $start, $end (DATE, end excluded), $most (BIGINT), $reseller_id (VARCHAR).

SELECT
    subscription.subscription_id,
    subscription.account_id,
    subscription.plan_id,
    subscription.name,
    subscription.status,
    subscription.is_trial,
    subscription.started_on,
    subscription.expires_on,
    subscription.is_auto_renewed,
    subscription.updated_at,
    account.name AS account_name
FROM mirror.subscription
LEFT JOIN mirror.account
    ON account.account_id = subscription.account_id
    AND account.reseller_id = subscription.reseller_id
WHERE subscription.reseller_id = $reseller_id
    AND subscription.status <> 'deleted'
    AND subscription.expires_on >= $start
    AND subscription.expires_on < $end
ORDER BY
    abs(subscription.expires_on - CAST($today AS DATE)),
    subscription.expires_on DESC,
    TRY_CAST(subscription.subscription_id AS BIGINT),
    subscription.subscription_id
LIMIT $most
