-- Question: which categories have something to sell, in the order of the platform? (CAT-1, CAT-3)
-- Grain:    one row per category with a product that offered_plan.sql has a plan of.
-- Columns:  category_id, name, description, logo_url (a link at the platform, or NULL), updated_at,
--           product_count.
-- Binds:    $reseller_id (VARCHAR).

SELECT
    category.category_id,
    category.name,
    category.description,
    category.logo_url,
    category.updated_at,
    count(*) AS product_count
FROM mirror.category
JOIN mirror.product
    ON product.category_id = category.category_id AND product.reseller_id = $reseller_id
WHERE category.reseller_id = $reseller_id
    AND category.is_public IS DISTINCT FROM false
    AND product.is_public IS DISTINCT FROM false
    AND EXISTS (
        FROM mirror.plan
        JOIN mirror.plan_period
            ON plan_period.plan_id = plan.plan_id
            AND plan_period.reseller_id = $reseller_id
            AND plan_period.is_public IS DISTINCT FROM false
            AND (
                plan_period.duration_unit = 'unlimited'
                OR (plan_period.duration_unit IN ('month', 'year') AND plan_period.duration > 0)
            )
        WHERE plan.product_id = product.product_id
            AND plan.reseller_id = $reseller_id
            AND plan.status = 'active'
            AND plan.is_public IS DISTINCT FROM false
            AND plan.currency IS NOT NULL
    )
GROUP BY ALL
ORDER BY min(category.priority) NULLS LAST, min(category.name) COLLATE en
