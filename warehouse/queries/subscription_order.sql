-- Question: which orders were placed for a subscription? (HIST-1)
-- Grain:    one row per order, the newest first.
-- Columns:  order_id, subscription_id, order_type, status (as sent), total_amount DECIMAL(18, 6)
--           after the discount, currency, provisioned_on, created_at, closed_at, updated_at (UTC).
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
    updated_at
FROM mirror.order
WHERE subscription_id = $subscription_id
    AND reseller_id = $reseller_id
ORDER BY created_at DESC, TRY_CAST(order_id AS BIGINT) DESC, order_id DESC
