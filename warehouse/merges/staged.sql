-- Answers: of which tables of the mirror did this load read any rows? Those that only come with
--          others are not asked about.
-- Columns: table_name.

SELECT 'reseller' AS table_name WHERE EXISTS (FROM stage.reseller)
UNION ALL
SELECT 'manager_role' WHERE EXISTS (FROM stage.manager_role)
UNION ALL
SELECT 'manager' WHERE EXISTS (FROM stage.manager)
UNION ALL
SELECT 'category' WHERE EXISTS (FROM stage.category)
UNION ALL
SELECT 'product' WHERE EXISTS (FROM stage.product)
UNION ALL
SELECT 'plan' WHERE EXISTS (FROM stage.plan)
UNION ALL
SELECT 'exchange_rate' WHERE EXISTS (FROM stage.exchange_rate)
UNION ALL
SELECT 'account' WHERE EXISTS (FROM stage.account)
UNION ALL
SELECT 'subscription' WHERE EXISTS (FROM stage.subscription)
UNION ALL
SELECT 'order' WHERE EXISTS (FROM stage."order");
