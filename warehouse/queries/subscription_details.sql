-- Question: what is this subscription, whose, and on which plan? (DET-1)
-- Grain:    one row, or none when the reseller has no such subscription (DET-7).
-- Columns:  subscription_id, account_id, plan_id, name, status (as sent), is_trial, started_on,
--           expires_on, is_auto_renewed, updated_at (UTC), plan_period_id, is_auto_renew_locked,
--           manual_renew_point_days, paid_to_on, auto_renew_period_id, abilities (JSON);
--           account_name, account_status (as sent); plan_name, billing_type (as sent), currency, product_id, service_term_id,
--           plan_status (as sent). All of the account, and all of the plan, are NULL when the mirror does not
--           know it.
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
    subscription.plan_period_id,
    subscription.is_auto_renew_locked,
    subscription.manual_renew_point_days,
    subscription.paid_to_on,
    subscription.auto_renew_period_id,
    subscription.abilities,
    account.name AS account_name,
    account.status AS account_status,
    plan.name AS plan_name,
    plan.billing_type,
    plan.currency,
    plan.product_id,
    plan.service_term_id,
    plan.status AS plan_status
FROM mirror.subscription
LEFT JOIN mirror.account
    ON account.account_id = subscription.account_id
    AND account.reseller_id = subscription.reseller_id
LEFT JOIN mirror.plan
    ON plan.plan_id = subscription.plan_id AND plan.reseller_id = subscription.reseller_id
WHERE subscription.subscription_id = $subscription_id
    AND subscription.reseller_id = $reseller_id
