-- Answers: which of these accounts, orders and subscriptions does the mirror know?
-- Columns: id; ordered.
-- Binds:   $account_ids, $order_ids, $subscription_ids (VARCHAR[]).

SELECT account_id AS id FROM mirror.account WHERE list_contains($account_ids, account_id)
UNION ALL
SELECT order_id FROM mirror.order WHERE list_contains($order_ids, order_id)
UNION ALL
SELECT subscription_id
FROM mirror.subscription
WHERE list_contains($subscription_ids, subscription_id)
ORDER BY ALL;
