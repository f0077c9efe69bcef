-- Question: which plans do subscriptions have, deleted ones as well? (SUB-4)
-- Grain:    one row per plan that the mirror knows, by product, then by name.
-- Columns:  plan_id, name, product_id, product (both NULL where the product is not known),
--           billing_type (as sent), subscription_count.
-- Binds:    $account_id (VARCHAR, or NULL for all), $reseller_id (VARCHAR).

SELECT
    plan.plan_id,
    plan.name,
    product.product_id,
    product.name AS product,
    plan.billing_type,
    count(*) AS subscription_count
FROM mirror.subscription
JOIN mirror.plan
    ON plan.plan_id = subscription.plan_id AND plan.reseller_id = subscription.reseller_id
LEFT JOIN mirror.product
    ON product.product_id = plan.product_id AND product.reseller_id = plan.reseller_id
WHERE subscription.reseller_id = $reseller_id
    AND ($account_id IS NULL OR subscription.account_id = $account_id)
GROUP BY ALL
ORDER BY any_value(product.name) COLLATE en NULLS LAST, any_value(plan.name) COLLATE en, plan.plan_id
