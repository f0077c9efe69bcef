-- Answers: which subscriptions and orders are under way, as far as the mirror knows?
-- Columns: kind ('subscription' or 'order'), reseller_id, subscription_id (NULL for an order without
--          one), id, status, updated_at; what changed last first.
-- Rule:    what waits for a day to come is not under way: an order, and the new subscription that it
--          is to start. One whose day is not known may start at any moment.
-- Binds:   $transitional, $unfinished (VARCHAR[], the statuses of subscriptions and of orders),
--          $today (DATE).

WITH waiting AS (
    SELECT order_id, reseller_id, subscription_id
    FROM mirror.order
    WHERE status = 'waiting_for_provisioning' AND provisioned_on > $today
)

SELECT
    'subscription' AS kind, reseller_id, subscription_id, subscription_id AS id, status, updated_at
FROM mirror.subscription
WHERE list_contains($transitional, status)
    AND NOT (
        status = 'ordered'
        AND (reseller_id, subscription_id) IN (SELECT reseller_id, subscription_id FROM waiting)
    )
UNION ALL
SELECT 'order', reseller_id, subscription_id, order_id, status, updated_at
FROM mirror.order
ANTI JOIN waiting USING (reseller_id, order_id)
WHERE list_contains($unfinished, status)
ORDER BY updated_at DESC, id;
