-- Question: what is the plan that a reseller is about to order? (CAT-13, DATA-4)
-- Grain:    one row, or none when the plan may not be ordered now: it is active, public, of a public
--           product, and its prices have a currency.
-- Columns:  plan_id, name, sku, description, product_id, product_name, category_id, currency ISO
--           4217 (all prices of the plan are in it), billing_type (as sent), service_term_id.
-- Binds:    $plan_id, $reseller_id (VARCHAR).

SELECT
    plan.plan_id,
    plan.name,
    plan.sku,
    plan.description,
    product.product_id,
    product.name AS product_name,
    product.category_id,
    plan.currency,
    plan.billing_type,
    plan.service_term_id
FROM mirror.plan
JOIN mirror.product
    ON product.product_id = plan.product_id AND product.reseller_id = $reseller_id
WHERE plan.reseller_id = $reseller_id
    AND plan.plan_id = $plan_id
    AND plan.status = 'active'
    AND plan.is_public IS DISTINCT FROM false
    AND plan.currency IS NOT NULL
    AND product.is_public IS DISTINCT FROM false
