-- Question: which orders were placed for a subscription? (HIST-1, HIST-3, HIST-6)
-- Grain:    one row per order, the newest first.
-- Columns:  order_id, subscription_id, order_type, status (as sent), total_amount DECIMAL(18, 6)
--           after the discount, currency, provisioned_on, created_at, closed_at, updated_at (UTC);
--           description, failure (the platform's words; NULL where there are none), manager_id (who
--           placed it: '' where the platform did, NULL where that is not told).
-- Binds:    $subscription_id, $reseller_id (VARCHAR).

SELECT
    order_id,
    subscription_id,
    order_type,
    status,
    total_amount,
    currency,
    provisioned_on,
    created_at,
    closed_at,
    updated_at,
    nullif(description, '') AS description,
    nullif(failure, '') AS failure,
    manager_id
FROM mirror.order
WHERE subscription_id = $subscription_id
    AND reseller_id = $reseller_id
ORDER BY created_at DESC, TRY_CAST(order_id AS BIGINT) DESC, order_id DESC
