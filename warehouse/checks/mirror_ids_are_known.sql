-- Rule:    whatever names a reseller, an account or a subscription names a known one, of the same
--          reseller.
-- Finds:   the rows of the mirror that do not, with their table.

SELECT 'account' AS found_in, account_id AS found_id, 'reseller' AS unknown
FROM mirror.account ANTI JOIN mirror.reseller USING (reseller_id)
UNION ALL
SELECT 'manager', manager_id, 'reseller'
FROM mirror.manager ANTI JOIN mirror.reseller USING (reseller_id)
UNION ALL
SELECT 'plan', plan_id, 'reseller'
FROM mirror.plan ANTI JOIN mirror.reseller USING (reseller_id)
UNION ALL
SELECT 'plan_period', plan_period_id, 'plan'
FROM mirror.plan_period ANTI JOIN mirror.plan USING (reseller_id, plan_id)
UNION ALL
SELECT 'plan_resource', plan_resource_id, 'plan'
FROM mirror.plan_resource ANTI JOIN mirror.plan USING (reseller_id, plan_id)
UNION ALL
SELECT 'subscription', subscription_id, 'account'
FROM mirror.subscription ANTI JOIN mirror.account USING (reseller_id, account_id)
UNION ALL
SELECT 'subscription_resource', resource_id, 'subscription'
FROM mirror.subscription_resource ANTI JOIN mirror.subscription USING (reseller_id, subscription_id)
UNION ALL
SELECT 'order', order_id, 'account'
FROM mirror.order ANTI JOIN mirror.account USING (reseller_id, account_id)
UNION ALL
SELECT 'order', order_id, 'subscription'
FROM mirror.order AS placed
ANTI JOIN mirror.subscription USING (reseller_id, subscription_id)
WHERE placed.subscription_id IS NOT NULL
