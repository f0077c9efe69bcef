-- Rule:    every table of the mirror has one row per key. Plans and the rest of the catalog are
--          published to each reseller by itself.
-- Finds:   the keys that stand twice, with their table.

SELECT 'reseller' AS found_in, NULL AS reseller_id, reseller_id AS found_id
FROM mirror.reseller GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'manager_role', reseller_id, role_id
FROM mirror.manager_role GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'manager', NULL, manager_id FROM mirror.manager GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'category', reseller_id, category_id
FROM mirror.category GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'product', reseller_id, product_id
FROM mirror.product GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'plan', reseller_id, plan_id FROM mirror.plan GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'plan_period', concat(reseller_id, '/', plan_id), plan_period_id
FROM mirror.plan_period GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'plan_resource', concat(reseller_id, '/', plan_id), plan_resource_id
FROM mirror.plan_resource GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'exchange_rate', reseller_id, currency
FROM mirror.exchange_rate GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'account', NULL, account_id FROM mirror.account GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'subscription', NULL, subscription_id
FROM mirror.subscription GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'subscription_resource', subscription_id, resource_id
FROM mirror.subscription_resource GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'order', NULL, order_id FROM mirror.order GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'quarantine', concat(collection, '/', reseller_id), record_id
FROM mirror.quarantine GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'cursor', reseller_id, collection FROM mirror.cursor GROUP BY ALL HAVING count(*) > 1
