-- Question: which plans may the reseller order now, and from what price? (CAT-1, CAT-9, CAT-10)
-- Grain:    one row per plan: active, public, of a public product, priced in a currency, with a
--           public period of a length that is understood; the cheapest first within a product, equal
--           prices by name.
-- Columns:  plan_id, product_id, category_id, name, sku, description, billing_type, currency ISO
--           4217, has_trial (a trial period may be ordered), price_amount DECIMAL(38, 6) in
--           `currency` (the least that one charging period costs: the cheapest commercial period
--           with the least amounts that may be ordered, beyond what is included), charged ('month',
--           'period', 'once' or 'consumption': what that price is for; 'trial' where there is no
--           commercial period), duration and duration_unit of the cheapest period.
-- Binds:    $category_id, $product_id (VARCHAR, or NULL for all), $plan_ids (VARCHAR[], or NULL for
--           all), $reseller_id (VARCHAR).

WITH plan AS (
    SELECT plan.*, product.category_id
    FROM mirror.plan
    JOIN mirror.product
        ON product.product_id = plan.product_id AND product.reseller_id = $reseller_id
    WHERE plan.reseller_id = $reseller_id
        AND plan.status = 'active'
        AND plan.is_public IS DISTINCT FROM false
        AND plan.currency IS NOT NULL
        AND product.is_public IS DISTINCT FROM false
        AND ($category_id IS NULL OR product.category_id = $category_id)
        AND ($product_id IS NULL OR plan.product_id = $product_id)
        AND ($plan_ids IS NULL OR list_contains($plan_ids, plan.plan_id))
),

least AS (
    SELECT
        plan_resource.plan_id,
        sum(billed * coalesce(recurring_fee_amount, 0)) AS recurring_amount,
        sum(billed * coalesce(setup_fee_amount, 0)) AS setup_amount
    FROM (
        SELECT
            *,
            greatest(coalesce(minimum_quantity, 0) - coalesce(included_quantity, 0), 0) AS billed
        FROM mirror.plan_resource
        WHERE plan_resource.reseller_id = $reseller_id
            AND is_public IS DISTINCT FROM false
            AND is_measured IS DISTINCT FROM true
    ) AS plan_resource
    SEMI JOIN plan ON plan.plan_id = plan_resource.plan_id
    GROUP BY plan_resource.plan_id
),

priced AS (
    SELECT
        plan_period.plan_id,
        plan_period.duration,
        plan_period.duration_unit,
        plan_period.position,
        coalesce(plan_period.is_trial, false) AS is_trial,
        CASE
            WHEN plan_period.is_trial THEN 'trial'
            WHEN plan.billing_type IN ('payg', 'payg_external') THEN 'consumption'
            WHEN plan.billing_type = 'non_recurring' THEN 'once'
            WHEN plan.billing_type = 'csp_annual' THEN 'period'
            ELSE 'month'
        END AS charged,
        coalesce(plan_period.recurring_fee_amount, 0) + coalesce(least.recurring_amount, 0)
            AS monthly_amount,
        CASE charged
            WHEN 'trial' THEN 0
            WHEN 'consumption' THEN 0
            WHEN 'once'
                THEN coalesce(plan_period.setup_fee_amount, 0) + coalesce(least.setup_amount, 0)
            WHEN 'period'
                THEN monthly_amount
                    * coalesce(duration * CASE duration_unit WHEN 'year' THEN 12 ELSE 1 END, 1)
            ELSE monthly_amount
        END AS price_amount
    FROM mirror.plan_period
    JOIN plan ON plan.plan_id = plan_period.plan_id
    LEFT JOIN least ON least.plan_id = plan_period.plan_id
    WHERE plan_period.reseller_id = $reseller_id
        AND plan_period.is_public IS DISTINCT FROM false
        AND (
            plan_period.duration_unit = 'unlimited'
            OR (plan_period.duration_unit IN ('month', 'year') AND plan_period.duration > 0)
        )
),

cheapest AS (
    SELECT *, bool_or(is_trial) OVER (PARTITION BY plan_id) AS has_trial
    FROM priced
    QUALIFY row_number() OVER (PARTITION BY plan_id ORDER BY is_trial, price_amount, position) = 1
)

SELECT
    plan.plan_id,
    plan.product_id,
    plan.category_id,
    plan.name,
    plan.sku,
    plan.description,
    plan.billing_type,
    plan.currency,
    cheapest.has_trial,
    CAST(cheapest.price_amount AS DECIMAL(38, 6)) AS price_amount,
    cheapest.charged,
    cheapest.duration,
    cheapest.duration_unit
FROM plan
JOIN cheapest ON cheapest.plan_id = plan.plan_id
ORDER BY plan.product_id, price_amount, plan.name COLLATE en, plan.plan_id
