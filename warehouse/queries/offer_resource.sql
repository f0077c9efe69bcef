-- Question: how much of what can be ordered with a plan? (DATA-6, ORD-10)
-- Grain:    one row per public resource, in the order of the platform.
-- Columns:  plan_resource_id, name, unit, is_primary, is_measured (the vendor reports the amount),
--           included_quantity, minimum_quantity, maximum_quantity (NULL without a limit),
--           setup_fee_amount, recurring_fee_amount (per month), renewal_fee_amount,
--           overuse_fee_amount DECIMAL(18, 6) for one unit, in the plan's currency, template (as
--           sent).
-- Binds:    $plan_id, $reseller_id (VARCHAR).

SELECT
    plan_resource_id,
    name,
    unit,
    coalesce(is_primary, false) AS is_primary,
    coalesce(is_measured, false) AS is_measured,
    coalesce(included_quantity, 0) AS included_quantity,
    coalesce(minimum_quantity, 0) AS minimum_quantity,
    maximum_quantity,
    coalesce(setup_fee_amount, 0) AS setup_fee_amount,
    coalesce(recurring_fee_amount, 0) AS recurring_fee_amount,
    coalesce(renewal_fee_amount, 0) AS renewal_fee_amount,
    coalesce(overuse_fee_amount, 0) AS overuse_fee_amount,
    template
FROM mirror.plan_resource
WHERE reseller_id = $reseller_id
    AND plan_id = $plan_id
    AND is_public IS DISTINCT FROM false
ORDER BY TRY_CAST(plan_resource_id AS BIGINT), plan_resource_id
