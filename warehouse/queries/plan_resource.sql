-- Question: which resources may be ordered with a plan? (CAT-8, ORD-10)
-- Grain:    one row per public resource, in the order of the platform.
-- Columns:  plan_id, plan_resource_id, name, unit, is_measured (the vendor reports the amount),
--           included_quantity, minimum_quantity, maximum_quantity (NULL without a limit),
--           setup_fee_amount, recurring_fee_amount (per month) DECIMAL(18, 6) for one unit, in the
--           plan's currency.
-- Binds:    $product_id, $plan_id (VARCHAR, or NULL for all), $reseller_id (VARCHAR).

SELECT
    plan_resource.plan_id,
    plan_resource.plan_resource_id,
    plan_resource.name,
    plan_resource.unit,
    coalesce(plan_resource.is_measured, false) AS is_measured,
    coalesce(plan_resource.included_quantity, 0) AS included_quantity,
    coalesce(plan_resource.minimum_quantity, 0) AS minimum_quantity,
    plan_resource.maximum_quantity,
    coalesce(plan_resource.setup_fee_amount, 0) AS setup_fee_amount,
    coalesce(plan_resource.recurring_fee_amount, 0) AS recurring_fee_amount
FROM mirror.plan_resource
JOIN mirror.plan
    ON plan.plan_id = plan_resource.plan_id AND plan.reseller_id = $reseller_id
WHERE plan_resource.reseller_id = $reseller_id
    AND plan_resource.is_public IS DISTINCT FROM false
    AND ($product_id IS NULL OR plan.product_id = $product_id)
    AND ($plan_id IS NULL OR plan.plan_id = $plan_id)
ORDER BY plan_resource.plan_id, TRY_CAST(plan_resource.plan_resource_id AS BIGINT),
    plan_resource.plan_resource_id
