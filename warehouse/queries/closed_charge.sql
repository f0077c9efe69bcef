-- Question: what was the reseller charged in a period? The detailed report (REP-2 to REP-6).
-- Grain:    one row per charge closed in the period, ordered by close date, then charge id. What is
--           not owed (new, deleted, refunded) is no row, as it is no cost.
-- Columns:  the 17 of REP-4, in their order: charge_id, closed_on DATE, description, account_id,
--           account, subscription_id, subscription, unit_price_amount (plan currency), quantity,
--           duration_months, charging_kind, period_start_on, period_last_on DATE, plan_amount
--           (plan currency, before the discount), plan_currency, discount_amount, net_amount (the
--           reseller's currency). Numbers are DOUBLE: a spreadsheet knows no other, and writes the
--           shortest decimal that is nearest, which is the one they were.
-- Binds:    $start, $end (DATE, end excluded), $per_month, $one_time (VARCHAR, the names of the
--           charging kinds), $reseller_id (VARCHAR).

SELECT
    charge.charge_id,
    reseller_charge.closed_on,
    coalesce(reseller_charge.description, charge.description) AS description,
    charge.account_id,
    account.name AS account,
    charge.subscription_id,
    subscription.name AS subscription,
    -- A vendor that gives no unit price sells one of it, for the amount (REP-6).
    CAST(
        if(lump.is_lump, reseller_charge.plan_amount, reseller_charge.unit_price_amount) AS DOUBLE
    ) AS unit_price_amount,
    CAST(if(lump.is_lump, 1, reseller_charge.quantity) AS DOUBLE) AS quantity,
    CAST(reseller_charge.duration_months AS DOUBLE) AS duration_months,
    CASE charge.charge_type WHEN 'recurring' THEN $per_month ELSE $one_time END AS charging_kind,
    charge.period_start_on,
    charge.period_last_on,
    CAST(reseller_charge.plan_amount AS DOUBLE) AS plan_amount,
    reseller_charge.plan_currency,
    CAST(reseller_charge.discount_amount AS DOUBLE) AS discount_amount,
    CAST(reseller_charge.net_amount AS DOUBLE) AS net_amount
FROM ledger.reseller_charge
JOIN ledger.charge
    ON charge.charge_id = reseller_charge.charge_id AND charge.reseller_id = $reseller_id
CROSS JOIN LATERAL (
    SELECT charge.charge_type = 'consumption' AND reseller_charge.unit_price_amount IS NULL
        AS is_lump
) AS lump
LEFT JOIN mirror.account
    ON account.account_id = charge.account_id AND account.reseller_id = $reseller_id
LEFT JOIN mirror.subscription
    ON subscription.subscription_id = charge.subscription_id
    AND subscription.reseller_id = $reseller_id
WHERE reseller_charge.reseller_id = $reseller_id
    AND reseller_charge.closed_on >= $start
    AND reseller_charge.closed_on < $end
    AND coalesce(reseller_charge.status, 'closed') NOT IN ('new', 'deleted', 'refunded')
ORDER BY reseller_charge.closed_on, TRY_CAST(charge.charge_id AS BIGINT), charge.charge_id
