-- Question: what was the reseller charged in a period? The detailed report (REP-2 to REP-6).
-- Grain:    one row per charge closed in the period, ordered by close date, then charge id.
-- Columns:  the 17 of REP-4, in their order: charge_id, closed_on DATE, description, account_id,
--           account, subscription_id, subscription, unit_price_amount (plan currency), quantity,
--           duration_months, charge_type, period_start_on, period_last_on DATE, plan_amount (plan
--           currency, before the discount), plan_currency, discount_amount, net_amount (the
--           reseller's currency).
-- Binds:    $start, $end (DATE, end excluded), $reseller_id (VARCHAR).

SELECT
    charge.charge_id,
    reseller_charge.closed_on,
    coalesce(reseller_charge.description, charge.description) AS description,
    charge.account_id,
    account.name AS account,
    charge.subscription_id,
    subscription.name AS subscription,
    reseller_charge.unit_price_amount,
    reseller_charge.quantity,
    reseller_charge.duration_months,
    charge.charge_type,
    charge.period_start_on,
    charge.period_last_on,
    reseller_charge.plan_amount,
    reseller_charge.plan_currency,
    reseller_charge.discount_amount,
    reseller_charge.net_amount
FROM ledger.reseller_charge
JOIN ledger.charge
    ON charge.charge_id = reseller_charge.charge_id AND charge.reseller_id = $reseller_id
LEFT JOIN mirror.account
    ON account.account_id = charge.account_id AND account.reseller_id = $reseller_id
LEFT JOIN mirror.subscription
    ON subscription.subscription_id = charge.subscription_id
    AND subscription.reseller_id = $reseller_id
WHERE reseller_charge.reseller_id = $reseller_id
    AND reseller_charge.closed_on >= $start
    AND reseller_charge.closed_on < $end
ORDER BY reseller_charge.closed_on, TRY_CAST(charge.charge_id AS BIGINT), charge.charge_id
