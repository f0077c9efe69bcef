-- Rule:    every table of the ledger has one row per key. Of ledger.cost that is checked by
--          cost_equals_its_records.sql, of ledger.cost_by_month by cost_by_month_sums_cost.sql.
-- Finds:   the keys that stand twice, with their table.
-- Needs:   stage.checked_charge, stage.checked_reseller_charge, stage.checked_consumption.

SELECT 'charge' AS found_in, charge_id AS found_id
FROM stage.checked_charge GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'reseller_charge', reseller_charge_id
FROM stage.checked_reseller_charge GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'consumption', consumption_id
FROM stage.checked_consumption GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'platform_expense', concat(subscription_id, ' in ', month)
FROM ledger.platform_expense GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'difference', concat(subscription_id, ' in ', month)
FROM ledger.difference GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'quarantine', concat(collection, '/', reseller_id, '/', record_id)
FROM ledger.quarantine GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT 'cursor', concat(collection, '/', reseller_id)
FROM ledger.cursor GROUP BY ALL HAVING count(*) > 1
