-- Question: what is this subscription, whose, and on which plan? (DET-1)
-- Grain:    one row, or none when the reseller has no such subscription (DET-7).
-- Columns:  subscription_id, account_id, plan_id, name, status (as sent), is_trial, started_on,
--           expires_on, is_auto_renewed, updated_at (UTC); account_name; plan_name, billing_type
--           (as sent), currency, product_id. All of the account, and all of the plan, are NULL
--           when the mirror does not know it.
-- Binds:    $subscription_id, $reseller_id (VARCHAR).

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
    account.name AS account_name,
    plan.name AS plan_name,
    plan.billing_type,
    plan.currency,
    plan.product_id
FROM mirror.subscription
LEFT JOIN mirror.account
    ON account.account_id = subscription.account_id
    AND account.reseller_id = subscription.reseller_id
LEFT JOIN mirror.plan
    ON plan.plan_id = subscription.plan_id AND plan.reseller_id = subscription.reseller_id
WHERE subscription.subscription_id = $subscription_id
    AND subscription.reseller_id = $reseller_id
