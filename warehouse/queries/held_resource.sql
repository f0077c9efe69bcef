-- Question: what does a subscription hold of each resource? (OP-28)
-- Grain:    one row per resource of the subscription; the primary one first, then in the order of
--           the platform.
-- Columns:  resource_id, plan_resource_id, name, included_quantity, additional_quantity,
--           minimum_quantity, maximum_quantity (NULL: no limit) DECIMAL(18, 0),
--           recurring_fee_amount DECIMAL(18, 6) (per month, for one unit, in the plan's currency);
--           unit (NULL where the plan's resource is not known), is_measured, is_primary;
--           used_quantity DECIMAL(18, 0), as the vendor counts it (NULL where it does not).
-- Binds:    $subscription_id, $reseller_id (VARCHAR).

SELECT
    held.resource_id,
    held.plan_resource_id,
    held.name,
    CAST(held.included_quantity AS DECIMAL(18, 0)) AS included_quantity,
    CAST(held.additional_quantity AS DECIMAL(18, 0)) AS additional_quantity,
    CAST(held.minimum_quantity AS DECIMAL(18, 0)) AS minimum_quantity,
    CAST(held.maximum_quantity AS DECIMAL(18, 0)) AS maximum_quantity,
    held.recurring_fee_amount,
    plan_resource.unit,
    coalesce(plan_resource.is_measured, false) AS is_measured,
    coalesce(plan_resource.is_primary, false) AS is_primary,
    CAST(held.used_quantity AS DECIMAL(18, 0)) AS used_quantity
FROM mirror.subscription_resource AS held
LEFT JOIN mirror.plan_resource
    ON plan_resource.plan_resource_id = held.plan_resource_id
    AND plan_resource.reseller_id = held.reseller_id
WHERE held.subscription_id = $subscription_id
    AND held.reseller_id = $reseller_id
ORDER BY is_primary DESC, TRY_CAST(held.resource_id AS BIGINT), held.resource_id
