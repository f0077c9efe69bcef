-- Question: for how long can a plan be ordered, trials counted in? (DATA-5, ORD-7)
-- Grain:    one row per public period of a length that is understood, in the order of the platform.
-- Columns:  plan_period_id, name, months (NULL: endless), is_trial, setup_fee_amount,
--           recurring_fee_amount (per month), renewal_fee_amount DECIMAL(18, 6) in the plan's
--           currency.
-- Binds:    $plan_id, $reseller_id (VARCHAR).

SELECT
    plan_period_id,
    coalesce(name, '') AS name,
    CASE duration_unit WHEN 'year' THEN 12 * duration WHEN 'month' THEN duration END AS months,
    coalesce(is_trial, false) AS is_trial,
    coalesce(setup_fee_amount, 0) AS setup_fee_amount,
    coalesce(recurring_fee_amount, 0) AS recurring_fee_amount,
    coalesce(renewal_fee_amount, 0) AS renewal_fee_amount
FROM mirror.plan_period
WHERE reseller_id = $reseller_id
    AND plan_id = $plan_id
    AND is_public IS DISTINCT FROM false
    AND (duration_unit = 'unlimited' OR (duration_unit IN ('month', 'year') AND duration > 0))
ORDER BY position NULLS LAST, TRY_CAST(plan_period_id AS BIGINT), plan_period_id
