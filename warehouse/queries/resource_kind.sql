-- Question: how is each resource of a plan counted, and which one is the plan about? (OP-28)
-- Grain:    one row per resource of the plan, also of those that are not offered any more.
-- Columns:  plan_resource_id, unit, is_measured, is_primary.
-- Binds:    $plan_id, $reseller_id (VARCHAR).

SELECT
    plan_resource_id,
    unit,
    coalesce(is_measured, false) AS is_measured,
    coalesce(is_primary, false) AS is_primary
FROM mirror.plan_resource
WHERE plan_id = $plan_id
    AND reseller_id = $reseller_id
ORDER BY plan_resource_id
